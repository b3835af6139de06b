"""A slot with torch: what would hang or be slow after a careless fork works at once."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from grader.wire.control import Settings
from tests.far.slots import PROGRAM, TestSlot
from tests.requires import requires

TRAIN = """
import sys
before = set(sys.modules)
import torch
layer = torch.nn.Linear(300, 300)
optimizer = torch.optim.Adam(layer.parameters())
for _ in range(3):
    optimizer.zero_grad()
    layer(torch.randn(500, 300)).relu().sum().backward()
    optimizer.step()
late = [name for name in set(sys.modules) - before if name.startswith("torch")]
sock.sendall(f"{torch.get_num_threads()} thread, {len(late)} late imports".encode())
"""


def test_forked_children_train_on_one_thread_with_everything_imported(slots_folder: Path) -> None:
    requires(find_spec("torch"), "torch is not installed")
    slot = TestSlot(Settings(tier="local", packages=("numpy", "torch"), torch=True, serve=PROGRAM))
    try:
        assert "torch" in slot.ready.versions
        for _ in range(2):
            assert slot.ask(TRAIN) == "1 thread, 0 late imports"
    finally:
        slot.session.close()
