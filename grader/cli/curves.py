"""Curves drawn with characters. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from grader.reports.plot import Plot

ROWS, COLUMNS = 8, 56
POINTS = "ox+*"
"""The sign of each curve."""


def drawn(plot: Plot) -> Iterator[str]:
    """The curves in a box of characters, with the highest and the lowest value beside it."""
    grid = [[" "] * COLUMNS for _ in range(ROWS)]
    for sign, line in zip(POINTS, plot.lines, strict=False):
        for x, y in _points(line.pieces):
            row = round(y / plot.height * (ROWS - 1))
            column = round(x / plot.width * (COLUMNS - 1))
            grid[min(max(row, 0), ROWS - 1)][min(max(column, 0), COLUMNS - 1)] = sign
    width = max(len(plot.highest), len(plot.lowest))
    for number, row_of_signs in enumerate(grid):
        beside = {0: plot.highest, ROWS - 1: plot.lowest}.get(number, "")
        yield f"{beside:>{width}} |{''.join(row_of_signs)}".rstrip()
    scale = ", logarithmic" if plot.logarithmic else ""
    yield " " * width + f" +{'-' * COLUMNS}"
    names = (f"{sign} {line.label}" for sign, line in zip(POINTS, plot.lines, strict=False))
    yield " " * (width + 2) + f"{'   '.join(names)}   ({plot.steps} steps{scale})"


def _points(pieces: tuple[str, ...]) -> Iterator[tuple[float, float]]:
    for piece in pieces:
        for point in piece.split():
            x, _, y = point.partition(",")
            yield float(x), float(y)
