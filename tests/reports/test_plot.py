"""Curves as coordinates."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from grader.evidence import Curve
from grader.reports.plot import HEIGHT, MOST_POINTS, WIDTH, plot


def test_a_curve_starts_left_and_ends_right_with_its_highest_value_on_top() -> None:
    drawn = plot([Curve(label="loss", values=(3.0, 2.0, 1.0))])
    assert drawn is not None
    assert drawn.lines[0].pieces == (f"0.0,0.0 {WIDTH / 2:.1f},75.0 {WIDTH:.1f},{HEIGHT:.1f}",)
    assert (drawn.lowest, drawn.highest, drawn.steps) == ("1", "3", 3)


def test_a_value_that_is_not_finite_breaks_the_line() -> None:
    drawn = plot([Curve(label="loss", values=(3.0, 2.0, math.nan, 1.0, 2.0))])
    assert drawn is not None
    assert len(drawn.lines[0].pieces) == 2
    assert drawn.lines[0].broken


def test_a_wide_positive_range_is_drawn_logarithmically() -> None:
    wide = plot([Curve(label="loss", values=(1000.0, 1.0))])
    below_zero = plot([Curve(label="loss", values=(1000.0, -1.0))])
    assert wide is not None
    assert below_zero is not None
    assert wide.logarithmic
    assert not below_zero.logarithmic


def test_without_a_value_there_is_no_plot() -> None:
    assert plot([]) is None
    assert plot([Curve(label="loss", values=(math.nan, math.inf))]) is None


@given(st.lists(st.floats(), min_size=1, max_size=1_000))
def test_every_point_lies_inside_the_box(values: list[float]) -> None:
    drawn = plot([Curve(label="loss", values=tuple(values))])
    if drawn is None:
        return
    points = [p.split(",") for piece in drawn.lines[0].pieces for p in piece.split()]
    assert len(points) <= 2 * MOST_POINTS
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in points)
