"""One epoch of training, and a validation that leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch

ANSWERS = {
    "q1": "Nothing: a log-softmax of a log-softmax is the same again",
    "q2": "Log-softmax only",
    "q3": "They are never part of a printed mean of their own epoch",
    "q4": "It is too good: the set chose the weights, so it no longer tests them",
    "q5": "It makes 64 rows without a word, half of them out of memory that holds no image",
}

# BEGIN SOLUTION
Loader = Iterable[tuple[torch.Tensor, torch.Tensor]]
Criterion = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
# END SOLUTION


def train_one_epoch(
    model: torch.nn.Module, loader: Loader, criterion: Criterion, optimizer: torch.optim.Optimizer
) -> float:
    """One optimizer step for each batch, in train mode.

    model: a torch.nn.Module, takes the images as the loader gives them
    loader: gives (images, labels) batch by batch; the last batch may be shorter
    criterion: takes (scores, labels), returns the mean loss of that batch
    optimizer: holds the parameters of the model
    returns: mean loss of a sample (a number), each as it was before its batch's step

    Source: "Deep Learning" (cheat sheet), 5.5. Train a neural network.
    """
    # BEGIN SOLUTION
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
    # END SOLUTION


def validation(model: torch.nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    """Loss and accuracy in evaluation mode, without gradients.

    Arguments as in train_one_epoch. Nothing is changed; afterwards the model is in the mode in
    which it came.
    returns: mean loss of a sample (a number), share of right predictions (a number, 0 to 1)

    Source: "Deep Learning" (cheat sheet), 5.4. Define criterion, optimizer, and validation.
    """
    # BEGIN SOLUTION
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
    # END SOLUTION
