"""Whether two functions returned the same numbers: a reference and its oracle. Pure."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks.comparing.walk import Leaves, OtherForm, walk

RTOL = 1e-9
"""Of the largest entry of an array."""
ATOL = 1e-12
"""For what is zero but for rounding."""


def disagreement(ours: Any, theirs: Any) -> str:
    """Where an oracle's result is another one than the reference's; empty when nowhere.

    A list is as good as a tuple and a number as good as an array without axes, for an oracle may
    come from another library; shapes must be the same.
    """
    parts = walk(ours, theirs, list_is_tuple=True, key_order=False)
    return next(filter(None, map(_problem, parts)), "")


def _problem(part: Leaves | OtherForm) -> str:
    ours, theirs, path = part.one, part.other, "".join(map(str, part.path))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return f"result{path} has the keys {sorted(map(str, theirs))}"
    if isinstance(ours, list | tuple) and isinstance(theirs, list | tuple):
        return f"result{path} has length {len(theirs)} instead of {len(ours)}"
    if _is_number(ours) and _is_number(theirs):
        return _gap(_array(ours), _array(theirs), path)
    if isinstance(ours, str | bytes | type(None)) or isinstance(theirs, str | bytes | type(None)):
        return "" if _same(ours, theirs) else f"result{path} is {theirs!r:.40}"
    if type(ours) is not type(theirs):
        return f"result{path} is a {type(theirs).__name__} instead of a {type(ours).__name__}"
    return ""


def _gap(ours: Any, theirs: Any, path: str) -> str:
    if ours.shape != theirs.shape:
        return f"result{path} has the shape {theirs.shape} instead of {ours.shape}"
    strange = ~(np.isfinite(ours) & np.isfinite(theirs))
    if not np.array_equal(ours[strange], theirs[strange], equal_nan=True):
        return f"result{path} is not finite in the same places"
    gaps = np.abs(np.where(strange, 0, ours) - np.where(strange, 0, theirs))
    scale = np.max(np.abs(ours), initial=0.0, where=~strange)
    gap = float(np.max(gaps, initial=0.0))
    if gap <= RTOL * scale + ATOL:
        return ""
    return f"result{path} differs by {gap:.2g}, which is {gap / (scale or 1.0):.1g} of its scale"


def _array(value: Any) -> Any:
    array = np.asarray(value.detach() if hasattr(value, "detach") else value)
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _is_number(value: Any) -> bool:
    if hasattr(value, "detach"):
        return True
    if isinstance(value, bool | int | float | complex):
        return True
    return isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biufc"


def _same(ours: Any, theirs: Any) -> bool:
    return type(ours) is type(theirs) and bool(ours == theirs)
