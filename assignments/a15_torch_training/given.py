"""What the checks train with: batches, small networks, optimizers, and a record of what happens.

Try your loops on it: `from given import Loader, network, sgd`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import CrossEntropyLoss, MultiMarginLoss, NLLLoss
from torch.utils.data import TensorDataset

__all__ = ["CrossEntropyLoss", "MultiMarginLoss", "NLLLoss"]


class Loader:
    """Batches of images and labels, the same ones in every epoch; the last may be short."""

    def __init__(self, images: Tensor, labels: Tensor, batch_size: int) -> None:
        self.batch_size = batch_size
        self.dataset = TensorDataset(images, labels)
        # Batches of their own, so that a change to one is there to stay.
        self._images = [part.clone() for part in images.split(batch_size)]
        self._labels = [part.clone() for part in labels.split(batch_size)]

    def __len__(self) -> int:
        return len(self._images)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return iter(list(zip(self._images, self._labels, strict=True)))

    def images(self) -> list[Tensor]:
        """The images it holds now, batch by batch."""
        return list(self._images)


class Dropout(nn.Module):
    """Dropout with a generator of its own: every run drops the same units."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p
        self.generator = torch.Generator().manual_seed(15)

    def forward(self, x: Tensor) -> Tensor:
        """Drop a share p of the units in training, and leave all alone otherwise."""
        if not self.training:
            return x
        kept = torch.rand(x.shape, generator=self.generator) >= self.p
        return x * kept / (1 - self.p)


def network(weights: dict[str, Tensor], special: str = "none") -> nn.Sequential:
    """Images to scores: two linear layers with tanh between them, float64, in train mode.

    weights: W1 (H, D), b1 (H,), W2 (K, H), b2 (K,); they are copied
    special: what stands before tanh: "none", "batch norm" or "dropout"
    """
    hidden, inputs = weights["W1"].shape
    classes, _ = weights["W2"].shape
    middle = {
        "none": nn.Identity(),
        "batch norm": nn.BatchNorm1d(hidden, dtype=torch.float64),
        "dropout": Dropout(0.5),
    }[special]
    first = nn.Linear(inputs, hidden, dtype=torch.float64)
    last = nn.Linear(hidden, classes, dtype=torch.float64)
    with torch.no_grad():
        first.weight.copy_(weights["W1"])
        first.bias.copy_(weights["b1"])
        last.weight.copy_(weights["W2"])
        last.bias.copy_(weights["b2"])
    return nn.Sequential(nn.Flatten(), first, middle, nn.Tanh(), last)


def state_of(model: nn.Module) -> dict[str, Tensor]:
    """Copies of all parameters and buffers, by name."""
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def has_gradients(model: nn.Module) -> bool:
    """Whether a backward pass has left gradients in the parameters that are not 0."""
    gradients = (parameter.grad for parameter in model.parameters())
    return any(grad is not None and bool(grad.any()) for grad in gradients)


def sgd(model: nn.Module, lr: float, momentum: float = 0.0) -> torch.optim.Optimizer:
    """Stochastic gradient descent for all parameters of the model."""
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


def adam(model: nn.Module, lr: float) -> torch.optim.Optimizer:
    """Adam for all parameters of the model."""
    return torch.optim.Adam(model.parameters(), lr=lr)


class Recorder:
    """Keeps a record of what happens to a network: `events`, in their order.

    ("forward", in train mode, with gradients)   the network is applied to a batch
    ("backward", without old gradients)          a backward pass begins at the loss
    ("step",)                                    the optimizer moves the parameters
    """

    def __init__(
        self,
        model: nn.Sequential,
        criterion: nn.Module,
        optimizer: torch.optim.Optimizer | None = None,
    ) -> None:
        self.events: list[tuple[Any, ...]] = []
        self._model = model
        # The first layer is called by model(x) and by model.forward(x) alike.
        model[0].register_forward_pre_hook(self._forward)
        criterion.register_forward_hook(self._loss)
        if optimizer is not None:
            optimizer.register_step_pre_hook(self._step)

    def _forward(self, *_: Any) -> None:
        self.events.append(("forward", self._model.training, torch.is_grad_enabled()))

    def _loss(self, _module: nn.Module, _inputs: Any, loss: Tensor) -> None:
        if loss.requires_grad:
            loss.register_hook(self._backward)

    def _backward(self, _gradient: Tensor) -> None:
        self.events.append(("backward", not has_gradients(self._model)))

    def _step(self, *_: Any) -> None:
        self.events.append(("step",))
