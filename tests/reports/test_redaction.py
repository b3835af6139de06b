"""What a student's page may hold of a hidden check: words of ours, and nothing else."""

from __future__ import annotations

import string
import typing
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence import Curve, Evidence, EvidenceKind, WrongEntry
from grader.model import Check, CheckResult, Diagnosis, Facts, Frame, Raised, Verdict
from grader.reports.check_view import student_view
from grader.reports.redaction import SUPERSCRIPT, for_student
from grader.reports.rendering import render
from grader.reports.student_page import student_page
from tests.reports import samples

CANARY = "CANARY"
CANARY_NUMBER = 7130713071307
Values = dict[type, Any]
SPOILT: Values = {str: CANARY, int: CANARY_NUMBER, float: float(CANARY_NUMBER), bool: True}
OTHERWISE_SPOILT: Values = {str: "BUDGIE", int: 999, float: 2.0 * CANARY_NUMBER, bool: False}
OURS: dict[type, dict[str, Any]] = {
    CheckResult: {
        "check": samples.check("h", "A title of ours.", hidden=True),
        "points": 0.0,
        "share": 0.0,
        "function": "softmax",
        "summary": "A summary of ours.",
        "source": "A document of ours, its heading",
    },
    Diagnosis: {
        "mistake": "LOSS-03",
        "of": "losses.softmax",
        "hint": "A likely cause of ours.",
        "source": "A document of ours, another heading",
    },
    Evidence: {
        "summary": "A summary of ours",
        "hint": "A hint of ours.",
        "expected_shape": (7, 5),
        "expected_dtype": "float64",
    },
    Frame: {"source": "    return x  # the student's line, from our copy", "line": 12},
}
"""Fields that the model promises to be ours; every other free field carries a canary."""


def spoilt(kind: Any, values: Values = SPOILT) -> Any:
    """A value of this type whose every free string and number is a canary."""
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return tuple(spoilt(arguments[0], values) for _ in range(3))
    if arguments:
        return spoilt(next(a for a in arguments if a is not type(None)), values)
    if kind in (Verdict, EvidenceKind):
        return next(iter(kind))
    return spoilt_record(kind, values) if kind not in values else values[kind]


def spoilt_record(kind: Any, values: Values) -> Any:
    ours = OURS.get(kind, {})
    free = {f.name: f.type for f in msgspec.structs.fields(kind) if f.name not in ours}
    return kind(**ours, **{name: spoilt(type, values) for name, type in free.items()})


def page_of(result: CheckResult) -> str:
    grade = samples.grade("ana", (result,))
    return render(student_page(grade, course="A course", assignment="An assignment"))


def test_the_canary_reaches_every_record_of_a_result() -> None:
    everything = msgspec.json.encode(spoilt(CheckResult)).decode()
    for record in (Evidence, WrongEntry, Curve, Raised, Frame, Facts):
        assert record in reached(CheckResult), record
    assert everything.count(CANARY) > 20
    assert everything.count(str(CANARY_NUMBER)) > 20


def reached(kind: Any) -> set[Any]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {kind}.union(*(reached(f.type) for f in msgspec.structs.fields(kind)))
    return set().union(*(reached(a) for a in typing.get_args(kind)))


@pytest.mark.parametrize("kind", EvidenceKind)
@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.INFRA])
def test_nothing_that_a_submission_chose_is_on_a_hidden_checks_page(
    verdict: Verdict, kind: EvidenceKind
) -> None:
    result = msgspec.structs.replace(spoilt(CheckResult), verdict=verdict)
    evidence = tuple(msgspec.structs.replace(e, kind=kind) for e in result.evidence)
    html = page_of(msgspec.structs.replace(result, evidence=evidence))
    body = html[html.index("<body>") :]
    assert CANARY not in html
    assert "713" not in body
    assert "7.13" not in body
    assert "A summary of ours" in html
    assert "A likely cause of ours." in html


def test_without_a_known_mistake_the_hint_of_a_hidden_check_is_shown() -> None:
    result = msgspec.structs.replace(spoilt(CheckResult), diagnosis=None)
    html = page_of(result)
    assert "A hint of ours." in html


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.INFRA])
def test_pages_that_differ_only_in_such_things_are_the_same_bytes(verdict: Verdict) -> None:
    one, other = (
        msgspec.structs.replace(spoilt(CheckResult, values), verdict=verdict)
        for values in (SPOILT, OTHERWISE_SPOILT)
    )
    assert one != other
    assert page_of(one) == page_of(other)


def test_the_same_things_are_on_the_page_when_the_check_is_public() -> None:
    public = msgspec.structs.replace(OURS[CheckResult]["check"], hidden=False)
    html = page_of(msgspec.structs.replace(spoilt(CheckResult), check=public))
    assert html.count(CANARY) > 10


TEXT = st.text(string.ascii_letters, min_size=12, max_size=12).map(lambda word: f"Z{word}Z")
WILD = st.floats(allow_nan=True, allow_infinity=True)
SHAPES = st.none() | st.lists(st.integers(100, 2**40), min_size=1, max_size=5).map(tuple)
EVIDENCE = st.builds(
    Evidence,
    kind=st.sampled_from(EvidenceKind),
    summary=st.just("ours"),
    detail=TEXT,
    call=TEXT,
    got=TEXT,
    expected=TEXT,
    got_shape=SHAPES,
    expected_shape=st.just((7, 5)),
    got_dtype=TEXT,
    largest_absolute=st.none() | WILD,
    largest_relative=st.none() | WILD,
    share_wrong=st.none() | WILD,
)
RAISED = st.builds(
    Raised,
    type=TEXT,
    builtin=st.booleans(),
    message=TEXT,
    frames=st.lists(
        st.builds(Frame, file=TEXT, line=st.integers(1, 99), function=TEXT, source=st.just("")),
        max_size=3,
    ).map(tuple),
)
RESULTS = st.builds(
    CheckResult,
    check=st.just(samples.check("h", "ours", hidden=True)),
    verdict=st.sampled_from(Verdict),
    points=st.just(0.0),
    message=TEXT,
    reason=TEXT,
    output=TEXT,
    notes=st.lists(TEXT, max_size=2).map(tuple),
    evidence=st.lists(EVIDENCE, max_size=2).map(tuple),
    raised=st.none() | RAISED,
)
POWERS = {e: f"10{str(e).translate(SUPERSCRIPT)}" for e in range(-12, -3)} | {
    -3: "0.001",
    -2: "0.01",
    -1: "0.1",
    0: "1",
    1: "10",
    2: "100",
    3: "1000",
}
GAPS = {"", *(f"The largest gap is about {power}." for power in POWERS.values())}


@settings(deadline=None)
@given(RESULTS)
def test_only_sixteen_sentences_about_a_gap_and_tame_shapes_are_left(result: CheckResult) -> None:
    left = for_student(result)
    said = msgspec.json.encode(left).decode()
    assert "Z" not in said
    assert {evidence.detail for evidence in left.evidence} <= GAPS
    assert all(evidence.got_shape is None for evidence in left.evidence)


@pytest.mark.parametrize(
    ("got", "is_shown"),
    [
        ((5, 7), True),
        ((7, 1), True),
        ((0, 5), True),
        ((7, 5, 1), True),
        ((), True),
        ((7, 6), False),
        ((31, 41), False),
        ((1, 0, 1, 1), False),
    ],
)
def test_a_shape_is_shown_only_if_its_numbers_tell_nothing_new(
    got: tuple[int, ...], is_shown: bool
) -> None:
    evidence = Evidence(
        kind=EvidenceKind.SHAPE, summary="ours", got_shape=got, expected_shape=(7, 5)
    )
    result = samples.result(
        samples.check("h", "", hidden=True), Verdict.FAILED, evidence=(evidence,)
    )
    assert for_student(result).evidence[0].got_shape == (got if is_shown else None)
    yours, expected = student_view(result).evidence[0].sides
    assert (yours.form == "not shown") is not is_shown
    assert expected.form == "shape (7, 5)"


@pytest.mark.parametrize(
    ("gap", "power"), [(0.857, -1), (1.0, 0), (3e-9, -9), (1e-30, -12), (7e90, 3)]
)
def test_a_gap_is_a_clamped_power_of_ten(gap: float, power: int) -> None:
    evidence = Evidence(kind=EvidenceKind.VALUE, summary="ours", largest_absolute=gap)
    result = samples.result(
        samples.check("h", "", hidden=True), Verdict.FAILED, evidence=(evidence,)
    )
    assert for_student(result).evidence[0].detail == f"The largest gap is about {POWERS[power]}."


def hidden_exception(raised: Raised) -> CheckResult:
    return samples.result(samples.check("h", "", hidden=True), Verdict.EXCEPTION, raised=raised)


def test_of_an_exception_the_builtin_type_and_the_last_line_of_our_copy_are_left() -> None:
    left = for_student(hidden_exception(samples.RAISED)).raised
    assert left is not None
    assert left.type == "ValueError"
    assert left.message == ""
    assert left.frames == (
        Frame(file="", line=12, function="", source="    return e / e.sum(axis=1)"),
    )


def test_a_type_that_only_claims_to_be_builtin_is_left_out() -> None:
    left = for_student(hidden_exception(Raised(type="Input_31_41", builtin=True, message="x")))
    assert left.raised is not None
    assert left.raised.type == ""


def test_a_line_that_our_copy_does_not_have_is_left_out() -> None:
    frame = Frame(file="3_1_4.py", line=3141, function="f", source="")
    left = for_student(
        hidden_exception(Raised(type="E", builtin=False, message="", frames=(frame,)))
    )
    assert left.raised is not None
    assert left.raised.frames == ()


def test_an_exit_code_is_left_out_and_a_timeout_keeps_its_reason() -> None:
    check = samples.check("h", "", hidden=True)
    exited = samples.result(check, Verdict.EXITED, reason="42")
    timeout = samples.result(check, Verdict.TIMEOUT, reason="budget")
    assert for_student(exited).reason == ""
    assert "42" not in student_view(exited).sentence
    assert for_student(timeout).reason == "budget"


@pytest.mark.parametrize("verdict", [Verdict.EXITED, Verdict.SIGNAL, Verdict.INFRA])
def test_a_summary_that_may_quote_the_submission_gives_way_to_the_meaning(
    verdict: Verdict,
) -> None:
    check = samples.check("h", "", hidden=True)
    result = samples.result(check, verdict, summary="It ended with 42.")
    sentence = student_view(result).sentence
    assert sentence
    assert "42" not in sentence


def test_a_public_result_is_left_as_it_is() -> None:
    for result in samples.every_verdict(hidden=False):
        assert for_student(result) is result


def test_what_identifies_the_check_itself_is_kept() -> None:
    check = Check(id="test_h", title="Ours.", points=4, hidden=True, group="losses")
    view = student_view(samples.result(check))
    assert (view.title, view.group, view.points, view.label) == ("Ours.", "losses", "4", "passed")
