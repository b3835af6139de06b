"""Results that no student means to return: a right function, spoilt in one way.

This file is handed in with the reference, as a file of the submission: it imports NumPy only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

SPOILERS: dict[str, Callable[[Any, np.random.Generator], Any]] = {
    "zero": lambda value, rng: value * 0,
    "one": lambda value, rng: value * 0 + 1,
    "noise": lambda value, rng: rng.standard_normal(np.shape(value)),
    "coins": lambda value, rng: rng.integers(2, size=np.shape(value)),
    "slightly off": lambda value, rng: value * (1 + 1e-3 * rng.standard_normal(np.shape(value))),
    "shifted": lambda value, rng: value + 0.37,
    "stretched": lambda value, rng: value * 1.73,
}


def spoilt(function: Callable[..., Any], how: str) -> Callable[..., Any]:
    """The function, with every number and array in its results changed."""
    rng = np.random.default_rng(0)

    def changed(*args: Any, **kwargs: Any) -> Any:
        return _each(function(*args, **kwargs), lambda value: SPOILERS[how](value, rng))

    return changed


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, (tuple, list)):
        return type(value)(_each(item, change) for item in value)
    if isinstance(value, (bool, int, float, np.ndarray, np.generic)):
        return change(np.asarray(value) * 1.0)
    return value
