"""check_value, check_close, check_true."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks import CheckFailure, check_close, check_true, check_value
from grader.checks.calls.expression import call_expression
from grader.checks.kinds import Array
from grader.checks.relating.expected_history import EXPECTED_HISTORY
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import evidence_of, only_evidence_of


def softmax(z: Array) -> Array:
    exp = np.exp(z - z.max())
    return np.asarray(exp / exp.sum())


def test_a_right_value_is_returned() -> None:
    z = np.array([1.0, 2.0, 3.0])
    assert check_value(softmax, (z,), softmax).shape == (3,)
    assert check_close(2.0, 2.0, what="the slope") == 2.0


def test_expected_is_called_with_its_own_copy_of_the_arguments() -> None:
    def greedy(z: Array) -> Array:
        z += 1.0
        return z.copy()

    z = np.zeros(3)
    check_value(greedy, (z,), greedy)
    assert not z.any()


def test_both_sides_draw_the_same_random_numbers() -> None:
    rng = np.random.default_rng(5)

    def mask(shape: int, rng: np.random.Generator) -> Array:
        return rng.random(shape)

    before = rng.bit_generator.state
    check_value(mask, (4,), mask, keywords={"rng": rng})
    assert rng.bit_generator.state == before


def test_names_and_the_functions_own_name_appear() -> None:
    def softmax_loss(z: Array) -> tuple[float, Array]:
        return 1.0, np.zeros(2)

    evidence = evidence_of(
        check_value, softmax_loss, (np.ones(2),), (2.0, np.ones(2)), names=("loss", "dz")
    )
    assert evidence[0].summary == "loss of softmax_loss has a wrong value."
    assert evidence[1].summary == "dz of softmax_loss has the right shape, but wrong values."
    assert evidence[0].call == "softmax_loss(np.array([1.0, 1.0]))"


def test_one_number_in_place_of_a_tuple_says_what_the_tuple_is() -> None:
    found = only_evidence_of(
        check_value, lambda z: 1.0, (0.0,), (1.0, 2.0), names=("loss", "dz"), what="softmax_loss"
    )
    assert found.summary == (
        "The result of softmax_loss is a number, expected (loss, dz), a tuple of 2."
    )


def test_a_missing_return_is_recognised() -> None:
    found = only_evidence_of(check_value, lambda z: None, (0.0,), 1.0, what="f")
    assert "return" in found.hint


def test_the_message_is_summary_and_detail() -> None:
    with pytest.raises(CheckFailure, match=r"The slope has a wrong value\. Got 1, expected 2"):
        check_close(1.0, 2.0, what="The slope")


def test_a_property_fails_in_the_authors_words() -> None:
    check_true(np.True_, "never said")
    found = only_evidence_of(check_true, False, "Rows do not sum to 1.", detail="0.5", hint="axis")
    assert (found.kind, found.summary) == (EvidenceKind.VALUE, "Rows do not sum to 1.")
    assert (found.detail, found.hint) == ("0.5", "axis")


def test_a_condition_that_is_no_bool_is_an_error_of_the_course() -> None:
    with pytest.raises(CourseError, match="check_true"):
        check_true(np.array([True]), "x")  # type: ignore[arg-type]


def test_warnings_of_the_comparison_do_not_escape() -> None:
    check_close(np.array([np.inf, np.nan, 1e308]), np.array([np.inf, np.nan, 1e308]), what="x")
    extreme = np.array([1e308, -np.inf, np.nan, 5e-324])
    assert only_evidence_of(check_close, -extreme, extreme, what="x").kind is EvidenceKind.VALUE


@pytest.mark.parametrize("nothing", [None, (None, None), [None], {"cache": None}, ((None,), None)])
def test_expecting_nothing_but_none_is_an_error_of_the_course(nothing: object) -> None:
    with pytest.raises(CourseError, match="proves nothing"):
        check_value(lambda z: nothing, (1.0,), nothing)
    with pytest.raises(CourseError, match="proves nothing"):
        check_value(lambda z: nothing, (1.0,), lambda z: nothing)
    with pytest.raises(CourseError, match="proves nothing"):
        check_close(nothing, nothing, what="the cache")


def test_none_beside_a_value_may_be_expected() -> None:
    check_value(lambda z: (z, None), (1.5,), (1.5, None))
    found = only_evidence_of(check_value, lambda z: (z, z), (1.5,), (1.5, None))
    assert found.kind is EvidenceKind.TYPE


def test_the_call_is_written_down_only_when_a_check_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = []

    def counted(*args: object) -> str:
        written.append(args)
        return call_expression(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("grader.checks.calls.source_call.call_expression", counted)
    check_value(softmax, (np.ones(3),), softmax)
    assert written == []
    only_evidence_of(check_value, softmax, (np.ones(3),), np.zeros(3))
    assert len(written) == 1


def test_a_value_kept_from_an_earlier_call_is_recognised() -> None:
    kept: list[Array] = []

    def lazy(z: Array) -> Array:
        kept.append(softmax(z))
        return kept[0]

    first, second = np.array([0.3, 1.1, 2.7]), np.array([2.3, 1.7, 0.1])
    check_value(lazy, (first,), softmax)
    found = only_evidence_of(check_value, lazy, (second,), softmax)
    assert found.hint.startswith("This was right for an earlier call")


def test_another_check_has_no_earlier_calls() -> None:
    first, second = np.array([0.3, 1.1, 2.7]), np.array([2.3, 1.7, 0.1])
    check_value(softmax, (first,), softmax)
    EXPECTED_HISTORY.clear()
    found = only_evidence_of(check_value, lambda z: softmax(first), (second,), softmax)
    assert "earlier" not in found.hint


def test_a_changed_argument_is_the_hint_where_nothing_better_is_known() -> None:
    def centred(z: Array) -> Array:
        return np.asarray((z - z.mean()) ** 2 + z)

    def greedy(z: Array) -> Array:
        z -= z.mean()
        return np.asarray(z**2 + z)

    z = np.array([0.3, 1.1, 2.7, 5.5]) + np.arange(4) ** 2
    check_value(centred, (z,), centred)
    found = only_evidence_of(check_value, greedy, (z,), lambda z: centred(z) * (1 + z))
    assert found.hint == (
        "The call changed z in place: does a later line still need what was there before?"
    )
