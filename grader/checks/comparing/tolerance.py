"""How far a right value may be from the expected one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.checks.kinds import Array, is_tensor

_UNITS_PER_SUM = 8
_SMALLEST_STEPS = 4


class _Precision(NamedTuple):
    rtol: float
    atol: float
    unit: float
    """The distance from 1 to the next number."""
    smallest: float
    """The distance from 0 to the next number."""


_FLOAT64 = _Precision(1e-9, 1e-12, 2.0**-52, 2.0**-1074)
_FLOAT32 = _Precision(1e-4, 1e-6, 2.0**-23, 2.0**-149)
_PRECISIONS = {
    "float32": _FLOAT32,
    "complex64": _FLOAT32,
    "float16": _Precision(1e-2, 1e-3, 2.0**-10, 2.0**-24),
    "bfloat16": _Precision(3e-2, 1e-2, 2.0**-7, 2.0**-133),
}


@dataclass(frozen=True)
class Tolerance:
    """An entry x is right when |x - y| <= atol * s + rtol * |y|.

    y is the expected entry and s the largest finite |y| of its array, 1 when all are zero: `atol`
    is relative to the size of the array, so that a tolerance does not depend on units. `scale` is
    s where values have a natural size: probabilities have 1, however small those of a case are.

    What is not given follows from the dtype of the expected array and the length of sums: `rtol`
    and `atol` are 1e-9 and 1e-12 for float64, 1e-4 and 1e-6 for float32, and at least
    8 * eps * sqrt(terms). `terms` is the number of terms that may have been added up for an entry.
    `dtypes="any"` allows every numeric dtype; otherwise only integers of other widths.
    """

    rtol: float | None = None
    atol: float | None = None
    scale: float | None = None
    dtypes: Literal["same", "any"] = "same"
    terms: int = 1

    def allowed(self, expected: Array, dtype: str = "float64") -> NDArray[np.float64]:
        """The largest gap that is tolerated, for every entry; no meaning where that is inf or NaN.

        `dtype` is the one of the expected array before it was made wider.
        """
        precision = _PRECISIONS.get(dtype, _FLOAT64)
        noise = _UNITS_PER_SUM * precision.unit * float(np.sqrt(self.terms))
        rtol = max(precision.rtol, noise) if self.rtol is None else self.rtol
        atol = max(precision.atol, noise) if self.atol is None else self.atol
        size = np.abs(expected).astype(np.float64)
        finite = size[np.isfinite(size)]
        scale = self.scale or float(finite.max(initial=0.0)) or 1.0
        steps = _SMALLEST_STEPS * precision.smallest if rtol else 0.0
        return np.asarray(atol * scale + rtol * size + steps)

    def for_sums_over(self, args: Sequence[object]) -> Tolerance:
        """The same with the entries of the largest array among the arguments as `terms`."""
        return replace(self, terms=max(self.terms, _largest(args)))


EXACT = Tolerance(rtol=0.0, atol=0.0)


def _largest(value: object) -> int:
    if isinstance(value, (tuple, list)):
        return max(map(_largest, value), default=1)
    if type(value) is dict:
        return _largest(list(value.values()))
    shape = getattr(value, "shape", ()) if type(value) is np.ndarray or is_tensor(value) else ()
    return int(np.prod(shape, dtype=np.int64))
