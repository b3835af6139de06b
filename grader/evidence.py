"""Why a check failed, as data: frozen records without I/O."""

from __future__ import annotations

from enum import StrEnum

from grader.wire.record import Record


class WrongEntry(Record):
    """One entry where arrays differ."""

    index: tuple[int, ...]
    got: float | str
    expected: float | str


class Curve(Record):
    """A line of a simple plot."""

    label: str
    values: tuple[float, ...]


class EvidenceKind(StrEnum):
    """What a failed comparison was about, in the order in which comparisons look."""

    TYPE = "type"
    SHAPE = "shape"
    DTYPE = "dtype"
    VALUE = "value"
    GRADIENT = "gradient"
    CHANGED = "changed"
    CONVERGENCE = "convergence"
    ACCURACY = "accuracy"
    UNUSABLE = "unusable"


class GradientRow(Record):
    """One gradient of a function next to the numerical derivative of the same function.

    Norms are 2-norms over the entries that were measured; None where a norm is zero.
    """

    name: str
    """The course's word for it: "dW"."""
    right: bool
    relative_error: float | None = None
    """Norm of the gap over the larger norm."""
    norm_ratio: float | None = None
    """Norm of the submission's gradient over that of the numerical one."""
    cosine: float | None = None
    worst: tuple[int, ...] | None = None
    """The index of the largest gap, if there is one."""
    from_reference: float | None = None
    """The relative error against the reference's gradient, if the check has a reference."""


class Evidence(Record):
    """Why a check failed, as data.

    `summary` and `hint` hold words of ours only: no value, name or text that the submission chose,
    and no hidden input. They are all that a student's page shows for a hidden check, next to the
    expected shape and dtype and the gap as a power of ten. Everything else may show the
    submission's words and is for public checks and for staff.
    """

    kind: EvidenceKind
    summary: str
    """One sentence of ours: "softmax: dz has the right shape, but wrong values"."""
    hint: str = ""
    """One sentence of ours on where to look."""
    detail: str = ""
    """One sentence with numbers: "largest gap 0.25 at [0, 3]: got 1.25, expected 1.0"."""
    call: str = ""
    """An expression to copy and paste, or empty when the input is too large."""
    got: str = ""
    expected: str = ""
    got_shape: tuple[int, ...] | None = None
    expected_shape: tuple[int, ...] | None = None
    got_dtype: str = ""
    expected_dtype: str = ""
    places: tuple[WrongEntry, ...] = ()
    """The worst places, worst first."""
    share_wrong: float | None = None
    largest_absolute: float | None = None
    largest_relative: float | None = None
    curves: tuple[Curve, ...] = ()
    table: tuple[GradientRow, ...] = ()
    """Every gradient that was checked, on the first record of a failure."""
