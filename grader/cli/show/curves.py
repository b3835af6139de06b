"""Curves drawn with characters. Pure, so that a picture needs no console to be tested."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.plot import Plot

ROWS, MOST_COLUMNS = 8, 56
BESIDE = 16
"""Columns that the values beside the box may take."""
POINTS = "ox+*"
"""The sign of each curve."""


def drawn(plot: Plot, width: int) -> Iterator[str]:
    """The curves in a box of characters, with the highest and the lowest value beside it.

    At most `width` columns, the names of the curves excepted.
    """
    columns = max(min(MOST_COLUMNS, width - BESIDE), 10)
    grid = [[" "] * columns for _ in range(ROWS)]
    for sign, line in zip(POINTS, plot.lines, strict=False):
        for x, y in _points(line.pieces):
            row = round(y / plot.height * (ROWS - 1))
            grid[row][round(x / plot.width * (columns - 1))] = sign
    margin = max(len(plot.highest), len(plot.lowest))
    for number, row_of_signs in enumerate(grid):
        beside = {0: plot.highest, ROWS - 1: plot.lowest}.get(number, "")
        yield f"{beside:>{margin}} |{''.join(row_of_signs)}".rstrip()
    scale = ", logarithmic" if plot.logarithmic else ""
    yield " " * margin + f" +{'-' * columns}"
    names = (f"{sign} {line.label}" for sign, line in zip(POINTS, plot.lines, strict=False))
    yield " " * (margin + 2) + f"{'   '.join(names)}   ({plot.steps} steps{scale})"


def _points(pieces: tuple[str, ...]) -> Iterator[tuple[float, float]]:
    for piece in pieces:
        for point in piece.split():
            x, _, y = point.partition(",")
            yield float(x), float(y)
