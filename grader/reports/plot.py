"""A loss curve as lines in a small box. Pure: numbers in, coordinates out, the template draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from grader.evidence import Curve
from grader.model import Record
from grader.reports import text

WIDTH, HEIGHT = 480, 150
"""Units of the drawing, not pixels."""
MOST_POINTS, MOST_CURVES = 200, 4
TOO_LARGE = 1e300
"""Beyond this a value is drawn as missing: differences would overflow."""
LOGARITHMIC_FROM = 50.0
"""A curve that spans this factor or more, all of it positive, gets a logarithmic axis."""


class PlottedCurve(Record):
    """One curve: unbroken pieces as SVG `points`, split where a value is missing."""

    label: str
    pieces: tuple[str, ...]
    broken: bool
    """Whether values that are not finite were left out."""


class Plot(Record):
    """Everything a template needs to draw the curves."""

    width: int
    height: int
    lines: tuple[PlottedCurve, ...]
    lowest: str
    highest: str
    steps: int
    logarithmic: bool


def plot(curves: Sequence[Curve]) -> Plot | None:
    """Lay out up to four curves over one axis; None when no value can be drawn."""
    shown = [(curve.label, _thinned(curve.values)) for curve in curves[:MOST_CURVES]]
    drawn = [v for _, values in shown for v in values if _can_be_drawn(v)]
    if not drawn:
        return None
    low, high = min(drawn), max(drawn)
    logarithmic = low > 0 and high / low >= LOGARITHMIC_FROM
    return Plot(
        width=WIDTH,
        height=HEIGHT,
        lines=tuple(_line(label, values, low, high, logarithmic) for label, values in shown),
        lowest=f"{low:.3g}",
        highest=f"{high:.3g}",
        steps=max(len(curve.values) for curve in curves[:MOST_CURVES]),
        logarithmic=logarithmic,
    )


def _thinned(values: Sequence[float]) -> list[float]:
    step = math.ceil(len(values) / MOST_POINTS) or 1
    return list(values[::step])


def _can_be_drawn(value: float) -> bool:
    return math.isfinite(value) and abs(value) < TOO_LARGE


def _line(
    label: str, values: list[float], low: float, high: float, logarithmic: bool
) -> PlottedCurve:
    across = WIDTH / max(len(values) - 1, 1)
    points = [
        f"{i * across:.1f},{_height(v, low, high, logarithmic):.1f}" if _can_be_drawn(v) else None
        for i, v in enumerate(values)
    ]
    return PlottedCurve(
        label=text.line(label, 60), pieces=tuple(_pieces(points)), broken=None in points
    )


def _height(value: float, low: float, high: float, logarithmic: bool) -> float:
    if logarithmic:
        value, low, high = math.log(value), math.log(low), math.log(high)
    share = (value - low) / (high - low) if high > low else 0.5
    return HEIGHT - share * HEIGHT


def _pieces(points: Iterable[str | None]) -> Iterable[str]:
    piece: list[str] = []
    for point in [*points, None]:
        if point is not None:
            piece.append(point)
        elif piece:
            yield " ".join(piece if len(piece) > 1 else piece * 2)
            piece = []
