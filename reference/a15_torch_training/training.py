"""One epoch of training, and a validation that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

Loader = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]


def train_one_epoch(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer
) -> float:
    """One optimizer step for each batch, in train mode; returns the mean loss of a sample.

    `loader` gives (images (N, ...), labels (N,)) with an N of each batch's own; `criterion` takes
    (scores (N, K), labels) and returns the mean loss of that batch, as it was before its step.

    Source: "Deep Learning" (cheat sheet), 5.5. Train a neural network.
    """
    model.train()
    total, samples = 0.0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        total += loss.item() * len(labels)
        samples += len(labels)
    return total / samples


def validation(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """Mean loss of a sample, and the share of right predictions, 0 to 1.

    In evaluation mode and without gradients; afterwards the model is in the mode it came in.
    Arguments as in `train_one_epoch`.

    Source: "Deep Learning" (cheat sheet), 5.4. Define criterion, optimizer, and validation.
    """
    was_training = model.training
    model.eval()
    total, right, samples = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            scores = model(images)
            total += criterion(scores, labels).item() * len(labels)
            right += int((scores.argmax(dim=1) == labels).sum())
            samples += len(labels)
    model.train(was_training)
    return total / samples, right / samples
