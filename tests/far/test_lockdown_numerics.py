"""NumPy and torch do their work under lockdown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.far.locked import VARIANTS, Locked, locked
from tests.requires import requires


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def child(request: pytest.FixtureRequest) -> Iterator[Locked]:
    with locked(request.param) as ready:
        yield ready


@pytest.fixture(scope="module", params=VARIANTS[-1:], ids=str)
def torch_child(request: pytest.FixtureRequest) -> Iterator[Locked]:
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        requires(False, "torch is not installed")
    with locked(request.param, packages=("numpy", "torch")) as ready:
        yield ready


NUMPY = {
    "matmul": "a = np.ones((300, 300)); result = float((a @ a)[0, 0]) == 300",
    "svd": "result = np.allclose(np.linalg.svd(np.eye(50)).S, 1)",
    "random": "result = np.random.default_rng(0).standard_normal(5).shape == (5,)",
    "legacy random": "np.random.seed(0); result = np.random.rand(2).shape == (2,)",
    "lazy import": "from numpy.polynomial import Polynomial as P; result = P([1, 2])(3) == 7",
    "fft": "result = np.allclose(np.fft.ifft(np.fft.fft(np.arange(8))), np.arange(8))",
    "save and load": (
        "np.save(scratch + '/a.npy', np.eye(3)); result = np.load(scratch + '/a.npy').sum() == 3"
    ),
    "memory map": (
        "m = np.memmap(scratch + '/m', mode='w+', shape=9); m[:] = 1; m.flush();"
        "result = np.memmap(scratch + '/m', mode='r').sum() == 9"
    ),
    "savez": "np.savez_compressed(scratch + '/z.npz', a=np.eye(3)); result = True",
}

TORCH = {
    "train": """
model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
x, y = torch.randn(64, 4), torch.randn(64, 1)
losses = []
for _ in range(20):
    loss = torch.nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
result = losses[-1] < losses[0]
""",
    "convolve": "result = torch.nn.Conv2d(3, 8, 3)(torch.randn(2, 3, 16, 16)).shape[1] == 8",
    "two threads": """
torch.set_num_threads(2)
a = torch.randn(400, 400, requires_grad=True)
(a @ a).exp().sum().backward()
result = a.grad.shape == a.shape
""",
    "save and load": """
torch.save(torch.eye(3), scratch + "/t.pt")
result = torch.load(scratch + "/t.pt").sum().item() == 3
""",
    "load data": """
from torch.utils.data import DataLoader, TensorDataset
result = len(list(DataLoader(TensorDataset(torch.arange(8)), batch_size=2, shuffle=True))) == 4
""",
    "exchange with numpy": "result = torch.from_numpy(np.eye(3)).numpy().sum() == 3",
}


@pytest.mark.parametrize("work", NUMPY)
def test_numpy_works_under_lockdown(child: Locked, work: str) -> None:
    assert child.value("import numpy as np\n" + NUMPY[work]) in ("True", "np.True_")


@pytest.mark.parametrize("work", TORCH)
def test_torch_works_under_lockdown(torch_child: Locked, work: str) -> None:
    assert torch_child.value("import torch, numpy as np\n" + TORCH[work]) in ("True", "np.True_")


def test_a_package_that_is_not_allowed_cannot_be_imported(child: Locked) -> None:
    assert child.run("import hypothesis")[1] in ("PermissionError", "ModuleNotFoundError")
