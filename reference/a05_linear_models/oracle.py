"""The same functions by torch in float64, every gradient by its autograd."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from grader.checks import oracle

Array = NDArray[Any]
Fit = tuple[Array, float, Array]
Cost = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""The cost of weights (D,) and a bias."""

MANY = 1000
"""From so many steps on, descent is computed along the eigenvectors of the cost."""


def tensor(value: Any) -> torch.Tensor:
    return torch.as_tensor(np.array(value, dtype=np.float64))


def number(value: Any) -> Any:
    """As NumPy or Python has it."""
    return value.detach().numpy() if value.ndim else value.item()


# --- regression -------------------------------------------------------------------------------


@oracle("regression.true_y")
def true_y(education: Array, income: Array) -> Array:
    people = torch.stack([tensor(education), tensor(income)], dim=-1)
    return (people @ tensor([0.8, 0.003]) + 2).numpy()


@oracle("regression.sample")
def sample(
    education: Array, income: Array, noise: float = 0.01, rng: np.random.Generator | None = None
) -> Array:
    truth = true_y(education, income)
    return (rng or np.random.default_rng()).normal(truth, noise * truth)


@oracle("regression.forward")
def forward(x: Array, W: Array, b: float) -> tuple[Array, tuple[Array, Array, float]]:
    return F.linear(tensor(x), tensor(W)[None], tensor([b]))[:, 0].numpy(), (x, W, b)


@oracle("regression.mean_square_loss")
def mean_square_loss(h: Array, y: Array) -> tuple[float, Array]:
    predictions = tensor(h).requires_grad_()
    loss = F.mse_loss(predictions, tensor(y).reshape(predictions.shape))
    (dout,) = torch.autograd.grad(loss, predictions)
    return loss.item(), dout.numpy()


@oracle("regression.backward")
def backward(dout: Array, cache: tuple[Array, Array, float]) -> tuple[Array, float]:
    x, W, b = cache
    parameters = tensor(W).requires_grad_(), tensor(b).requires_grad_()
    out = tensor(x) @ parameters[0] + parameters[1]
    dW, db = torch.autograd.grad(out, parameters, tensor(dout))
    return dW.numpy(), float(db)


@oracle("regression.compute_loss")
def compute_loss(X: Array, W: Array, b: float, y: Array | None = None) -> Any:
    if y is None:
        return forward(X, W, b)[0]
    parameters = tensor(W).requires_grad_(), tensor(b).requires_grad_()
    loss = squared_error(X, y)(*parameters)
    dW, db = torch.autograd.grad(loss, parameters)
    return loss.item(), dW.numpy(), db.item()


def squared_error(X: Array, y: Array) -> Cost:
    rows, targets = tensor(X), tensor(y).flatten()
    return lambda W, b: F.mse_loss(rows @ W + b, targets)


# --- descent ----------------------------------------------------------------------------------


@oracle("descent.gd_step")
def gd_step(params: Sequence[Any], grads: Sequence[Any], lr: float) -> tuple[Any, ...]:
    places = [tensor(p).requires_grad_() for p in params]
    for place, grad in zip(places, grads, strict=True):
        place.grad = tensor(grad)
    torch.optim.SGD(places, lr=lr).step()
    return tuple(number(place) for place in places)


@oracle("descent.train_linear")
def train_linear(X: Array, y: Array, W0: Array, b0: float, lr: float, steps: int) -> Fit:
    if steps >= MANY:
        return along_the_eigenvectors(X, y, np.append(W0, b0), lr, steps)
    return by_autograd(squared_error(X, y), (W0, b0), lr, steps)


def by_autograd(cost: Cost, start: tuple[Array, float], lr: float, steps: int) -> Fit:
    W, b = tensor(start[0]).requires_grad_(), tensor(start[1]).requires_grad_()
    descent = torch.optim.SGD([W, b], lr=lr)
    history = []
    for _ in range(steps):
        loss = cost(W, b)
        history.append(loss.item())
        W.grad, b.grad = torch.autograd.grad(loss, (W, b))
        descent.step()
    return number(W), number(b), np.array([*history, cost(W, b).item()])


def along_the_eigenvectors(X: Array, y: Array, start: Array, lr: float, steps: int) -> Fit:
    """Along each of them a step multiplies the distance to the minimum by the same factor."""
    A = torch.column_stack([tensor(X), torch.ones(len(X), dtype=torch.float64)])
    curvatures, directions = torch.linalg.eigh(hessian(X))
    minimum = torch.linalg.lstsq(A, tensor(y)[:, None], driver="gelsd").solution[:, 0]
    lowest = F.mse_loss(A @ minimum, tensor(y))
    distance = directions.T @ (tensor(start) - minimum)
    after = distance * (1 - lr * curvatures) ** torch.arange(steps + 1)[:, None]
    theta = minimum + directions @ after[-1]
    return theta[:-1].numpy(), float(theta[-1]), (lowest + after**2 @ curvatures / 2).numpy()


def hessian(X: Array) -> torch.Tensor:
    """Of the mean squared error by W and b, (D + 1, D + 1); it is the same everywhere."""
    cost = squared_error(X, np.zeros(len(X)))
    at = torch.zeros(X.shape[1] + 1, dtype=torch.float64)
    by_theta = torch.autograd.functional.hessian(  # type: ignore[no-untyped-call]
        lambda theta: cost(theta[:-1], theta[-1]), at
    )
    return torch.as_tensor(by_theta)


@oracle("descent.cost_surface")
def cost_surface(X: Array, y: Array, b: float, w1: Array, w2: Array) -> Array:
    pairs = torch.cartesian_prod(tensor(w1), tensor(w2))
    gaps = tensor(X) @ pairs.T + b - tensor(y)[:, None]
    return gaps.square().mean(dim=0).reshape(len(w1), len(w2)).numpy()


@oracle("descent.gd_trace")
def gd_trace(grad: Callable[[float], float], w0: float, lr: float, steps: int) -> Array:
    w = tensor(w0)
    trace = [float(w)]
    for _ in range(steps):
        w = torch.sub(w, tensor(grad(float(w))), alpha=lr)
        trace.append(float(w))
    return np.array(trace)


@oracle("descent.gd")
def gd(
    grad: Callable[[Any], Any], w0: Array | float, lr: float, tol: float, max_steps: int = 1000
) -> tuple[Any, int]:
    w = tensor(w0)
    for step in range(1, max_steps + 1):
        move = tensor(grad(w.numpy())) * lr
        w = w - move
        if torch.linalg.vector_norm(move, torch.inf) <= tol:
            return number(w), step
    return number(w), max_steps


@oracle("descent.max_stable_rate")
def max_stable_rate(X: Array) -> float:
    return 2 / float(torch.linalg.matrix_norm(hessian(X), ord=2))


# --- logistic ---------------------------------------------------------------------------------


@oracle("logistic.logistic_predict")
def logistic_predict(X: Array, w: Array, b: float) -> Array:
    return torch.sigmoid(torch.addmv(tensor(b), tensor(X), tensor(w))).numpy()


@oracle("logistic.predict_label")
def predict_label(p: Array, threshold: float = 0.5) -> Array:
    return torch.ge(tensor(p), threshold).to(torch.int64).numpy()


@oracle("logistic.train_logistic")
def train_logistic(X: Array, y: Array, lr: float, steps: int) -> Fit:
    def cost(w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return F.binary_cross_entropy_with_logits(tensor(X) @ w + b, tensor(y))

    return by_autograd(cost, (np.zeros(X.shape[1]), 0.0), lr, steps)
