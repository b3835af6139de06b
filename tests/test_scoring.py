"""Points and what went wrong most."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import CourseError
from grader.evidence import Evidence, EvidenceKind
from grader.model import Check, CheckResult, Raised, Verdict
from grader.scoring import (
    earned,
    headline,
    in_words,
    maximum,
    points_of,
    rounded,
    total,
    troubles,
)
from tests.reports import samples

VERDICTS = [v for v in Verdict if v is not Verdict.INFRA]
POINTS = st.floats(0, 100)
STEPS = st.sampled_from([0.1, 0.25, 0.5, 1.0, 5.0])


@st.composite
def results(draw: st.DrawFn) -> list[CheckResult]:
    """Results of up to 12 checks as the judge makes them, none of them INFRA."""
    made = []
    for i in range(draw(st.integers(0, 12))):
        group = draw(st.sampled_from(["losses", "xor"]))
        bonus = draw(st.booleans())
        check = Check(id=f"test_{i}", title="", points=draw(POINTS), group=group, bonus=bonus)
        verdict, share = draw(st.sampled_from(VERDICTS)), draw(st.floats(0, 1))
        points = earned(check, verdict, share)
        assert points is not None
        made.append(CheckResult(check=check, verdict=verdict, points=points, share=share))
    return made


@given(results())
def test_the_total_is_the_sum_and_lies_between_zero_and_the_maximum_with_bonus(
    made: list[CheckResult],
) -> None:
    points = total(made)
    assert points is not None
    assert points == pytest.approx(sum(r.points for r in made))
    bonus = math.fsum(r.check.points for r in made if r.check.bonus)
    assert 0 <= points <= maximum(r.check for r in made) + bonus + 1e-9


@given(results())
def test_without_its_bonus_a_submission_has_at_most_the_maximum(made: list[CheckResult]) -> None:
    points = total(r for r in made if not r.check.bonus)
    assert points is not None
    assert points <= maximum(r.check for r in made)


def test_bonus_is_on_top_of_full_marks() -> None:
    ordinary = samples.result(samples.check("a", "", 10))
    bonus = samples.result(Check(id="test_b", title="", points=3, bonus=True))
    assert maximum(r.check for r in (ordinary, bonus)) == 10
    assert total((ordinary, bonus)) == 13


def test_bonus_that_was_not_earned_is_no_trouble() -> None:
    bonus = Check(id="test_b", title="", points=3, bonus=True)
    assert troubles([samples.result(bonus, Verdict.NOT_IMPLEMENTED)]) == ()


@given(results(), st.randoms())
def test_neither_points_nor_troubles_depend_on_the_order(
    made: list[CheckResult], dice: Any
) -> None:
    shuffled = made.copy()
    dice.shuffle(shuffled)
    assert total(shuffled) == total(made)
    assert troubles(shuffled) == troubles(made)


@given(results())
def test_the_points_lost_to_troubles_and_skipped_checks_are_all_that_is_missing(
    made: list[CheckResult],
) -> None:
    ordinary = [r for r in made if not r.check.bonus]
    skipped = [r.check.points for r in ordinary if r.verdict is Verdict.SKIPPED]
    lost = math.fsum([*(t.points_lost for t in troubles(made)), *skipped])
    assert (total(ordinary) or 0.0) + lost == pytest.approx(maximum(r.check for r in made))


@given(POINTS, st.floats(1, 100), STEPS)
def test_rounding_moves_by_half_a_step_at_most(points: float, full: float, step: float) -> None:
    assert abs(rounded(points, step, full) - points) <= step / 2 + 1e-8


@given(st.floats(1, 100), STEPS)
def test_rounding_changes_no_full_mark_and_makes_no_points_of_nothing(
    full: float, step: float
) -> None:
    assert rounded(full, step, full) == full
    assert rounded(0.0, step, full) == 0.0


@given(POINTS, POINTS, st.floats(1, 100), STEPS)
def test_rounding_keeps_the_order_of_two_grades_and_never_crosses_the_full_mark(
    one: float, other: float, full: float, step: float
) -> None:
    low, high = sorted((one, other))
    assert rounded(low, step, full) <= rounded(high, step, full)
    assert (rounded(low, step, full) <= full) or low > full
    assert (rounded(high, step, full) >= full) or high < full


@given(POINTS, st.floats(1, 100), STEPS)
def test_what_was_rounded_once_stays_as_it_is(points: float, full: float, step: float) -> None:
    once = rounded(points, step, full)
    assert rounded(once, step, full) == once


@pytest.mark.parametrize(
    ("points", "step", "expected"),
    [(7.25, 0.5, 7.5), (7.24, 0.5, 7.0), (0.15, 0.1, 0.2), (12.3, 0.0, 12.3), (2.5, 1.0, 3.0)],
)
def test_half_a_step_goes_up(points: float, step: float, expected: float) -> None:
    assert rounded(points, step, 10.2) == expected


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_a_passed_check_earns_points(verdict: Verdict) -> None:
    points = earned(samples.check("x", "", 4), verdict, 0.5)
    assert points == (2.0 if verdict is Verdict.PASSED else 0.0)


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan, math.inf])
def test_an_impossible_share_is_an_error_of_the_course(share: float) -> None:
    with pytest.raises(CourseError, match="test_x"):
        earned(samples.check("x", ""), Verdict.PASSED, share)


def test_infra_is_no_points_and_not_zero_points() -> None:
    check = samples.check("x", "")
    assert earned(check, Verdict.INFRA) is None
    assert total([samples.result(check), samples.result(check, Verdict.INFRA)]) is None
    assert points_of(samples.broken()) is None
    assert points_of(samples.perfect()) == 156
    assert headline(samples.broken()) == "not graded"


def test_a_perfect_submission_has_no_trouble() -> None:
    assert troubles(samples.perfect().results) == ()
    assert headline(samples.perfect()) == ""


def test_the_headline_names_the_function_that_costs_most() -> None:
    assert headline(samples.mixed()) == "softmax_loss: gradient wrong (2 checks)"


def test_a_trouble_is_about_the_function_that_was_called_last() -> None:
    one = samples.result(samples.check("a", ""), Verdict.TIMEOUT, function="xor.layer1")
    assert troubles([one])[0].subject == "xor.layer1"


def test_a_trouble_without_a_function_is_about_the_group_of_the_check() -> None:
    one = samples.result(samples.check("a", ""), Verdict.EXCEPTION)
    assert troubles([one])[0].subject == "losses"


def test_the_same_trouble_everywhere_is_said_once() -> None:
    empty = tuple(
        samples.result(Check(id=f"test_{i}", title="", points=4, group=f"part{i}"), verdict)
        for i, verdict in enumerate([Verdict.NOT_IMPLEMENTED] * 3)
    )
    assert headline(samples.grade("dora", empty)) == "not written yet (3 checks)"


def test_a_check_that_was_skipped_is_no_trouble_of_its_own() -> None:
    failed, skipped = samples.check("a", ""), samples.check("b", "", 50)
    found = troubles(
        [samples.result(failed, Verdict.EXITED), samples.result(skipped, Verdict.SKIPPED)]
    )
    assert [trouble.checks for trouble in found] == [("test_a",)]


def test_an_exception_is_named_only_when_the_name_is_pythons() -> None:
    def words(name: str) -> str:
        raised = Raised(type=name, builtin=True, message="")
        one = samples.result(samples.check("a", ""), Verdict.EXCEPTION, raised=raised)
        return in_words(troubles([one])[0])

    assert words("SyntaxError") == "losses: raises SyntaxError (1 check)"
    assert words("Input_3_1_4") == "losses: raises an exception (1 check)"
    assert words("print") == "losses: raises an exception (1 check)"


@pytest.mark.parametrize("kind", EvidenceKind)
def test_every_kind_of_evidence_has_words(kind: EvidenceKind) -> None:
    evidence = Evidence(kind=kind, summary="no function is named here")
    one = samples.result(samples.check("a", ""), Verdict.FAILED, evidence=(evidence,))
    assert troubles([one])[0].subject == "losses"
    assert troubles([one])[0].what


@pytest.mark.parametrize("verdict", [v for v in VERDICTS if v is not Verdict.SKIPPED])
def test_every_verdict_has_words(verdict: Verdict) -> None:
    one = CheckResult(check=samples.check("a", ""), verdict=verdict, points=0)
    assert troubles([one])[0].what
