"""A third of the mistakes as another person writes them, so that naming is not measured on itself.

Same values as in `mistakes.py`, by other code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from grader.checks import again

Loader = Iterable[tuple[Tensor, Tensor]]
Criterion = Callable[[Tensor, Tensor], Tensor]
Optimizer = torch.optim.Optimizer


def weighted(losses: list[float], sizes: list[int]) -> float:
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


def learn(loss: Tensor) -> None:
    torch.autograd.backward([loss])


@again("LOOP-05")
def zeros_before_the_step(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train(True)
    losses, sizes = [], []
    for x, t in loader:
        loss = criterion(model(x), t)
        learn(loss)
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad.zero_()
        optimizer.step()
        losses.append(float(loss.detach()))
        sizes.append(t.numel())
    return weighted(losses, sizes)


@again("LOOP-06-EARLY")
def step_of_the_batch_before(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train(True)
    losses, sizes = [], []
    for x, t in loader:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        value = criterion(model.forward(x), t)
        learn(value)
        losses.append(value.item())
        sizes.append(t.numel())
    return weighted(losses, sizes)


@again("LOOP-08-VALIDATION")
def criterion_of_probabilities(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    mode = model.training
    model.train(False)
    losses, sizes, right = [], [], 0
    with torch.inference_mode():
        for x, t in loader:
            p = F.softmax(model(x), -1)
            losses.append(float(criterion(p, t)))
            sizes.append(t.shape[0])
            right += int(p.max(dim=1).indices.eq(t).sum())
    model.train(mode)
    return weighted(losses, sizes), right / sum(sizes)


@again("LOOP-10")
def log_probabilities(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train(True)
    losses, sizes = [], []
    for x, t in loader:
        scores = model(x)
        loss = criterion(scores - scores.logsumexp(1, keepdim=True), t)
        optimizer.zero_grad()
        learn(loss)
        optimizer.step()
        losses.append(loss.item())
        sizes.append(t.numel())
    return weighted(losses, sizes)


@again("LOOP-20-EPOCH")
def mode_of_the_caller(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    losses, sizes = [], []
    for x, t in loader:
        loss = criterion(model(x), t)
        optimizer.zero_grad()
        learn(loss)
        optimizer.step()
        losses.append(float(loss.detach()))
        sizes.append(t.numel())
    return weighted(losses, sizes)


@again("LOOP-21")
def detached_afterwards(
    model: nn.Module, loader: Loader, criterion: Criterion
) -> tuple[float, float]:
    mode = model.training
    model.eval()
    pairs = [(model(x), t) for x, t in loader]
    model.train(mode)
    sizes = [t.shape[0] for _, t in pairs]
    losses = [float(criterion(scores, t).detach()) for scores, t in pairs]
    right = sum(int(scores.detach().argmax(1).eq(t).sum()) for scores, t in pairs)
    return weighted(losses, sizes), right / sum(sizes)


@again("LOOP-24-SUM")
def added_up(model: nn.Module, loader: Loader, criterion: Criterion) -> tuple[float, float]:
    mode = model.training
    model.eval()
    loss = accuracy = 0.0
    with torch.inference_mode():
        for x, t in loader:
            scores = model.forward(x)
            loss += criterion(scores, t).item()
            accuracy += scores.argmax(1).eq(t).double().mean().item()
    model.train(mode)
    return loss, accuracy


@again("LOOP-26")
def running_loss_of_forty(
    model: nn.Module, loader: Loader, criterion: Criterion, optimizer: Optimizer
) -> float:
    model.train(True)
    running_loss, print_every = 0.0, 40
    for x, t in loader:
        optimizer.zero_grad()
        loss = criterion(model.forward(x), t)
        learn(loss)
        optimizer.step()
        running_loss += loss.item()
    return running_loss / print_every
