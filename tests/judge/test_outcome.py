"""What the end of a check means."""

from __future__ import annotations

import pytest

from grader.checks import CheckFailure
from grader.evidence import Evidence, EvidenceKind
from grader.judge.plugin.outcome import outcome_of
from grader.judge.proxy.failures import Fault, StudentMissing, StudentRaised, fault_of
from grader.judge.proxy.transcript import Transcript
from grader.model import Facts, Raised, Verdict
from grader.wire.limits import Limits


def seen(values: int = 1, fault: Fault | None = None, share: float = 1.0) -> Transcript:
    return Transcript(values=values, fault=fault, share=share)


def test_a_check_that_returns_has_passed() -> None:
    outcome = outcome_of(None, seen())
    assert (outcome.verdict, outcome.share) == (Verdict.PASSED, 1.0)


def test_a_check_that_awarded_a_share_passes_with_it() -> None:
    assert outcome_of(None, seen(share=0.6)).share == 0.6


def test_a_check_that_asked_nothing_is_our_error_and_never_a_pass() -> None:
    assert outcome_of(None, seen(values=0)).verdict is Verdict.INFRA


def test_a_fault_that_the_check_swallowed_still_decides() -> None:
    fault = Fault(Verdict.SIGNAL, "crashed the interpreter (signal 11)", reason="11")
    assert outcome_of(None, seen(fault=fault)).verdict is Verdict.SIGNAL


def test_what_is_wrong_with_an_answer_is_no_word_of_ours() -> None:
    fault = Fault(Verdict.PROTOCOL, "sent an answer that is no value", detail="a shape (3, 1, 4)")
    outcome = outcome_of(fault, seen(fault=fault))
    assert outcome.summary == "Your code sent an answer that is no value."
    assert "(3, 1, 4)" in outcome.message


def test_not_implemented_is_said_as_such() -> None:
    error = StudentRaised(
        Raised(type="NotImplementedError", builtin=True, base="NotImplementedError", message="")
    )
    assert outcome_of(error, seen(0)).verdict is Verdict.NOT_IMPLEMENTED
    assert outcome_of(StudentMissing("f", "a.py"), seen(0)).verdict is Verdict.NOT_IMPLEMENTED


def test_running_out_of_memory_in_python_is_memory() -> None:
    raised = Raised(type="numpy.ArrayMemoryError", builtin=False, base="MemoryError", message="")
    error = StudentRaised(raised)
    assert outcome_of(error, seen(0)).verdict is Verdict.MEMORY


def test_the_summary_of_an_exception_holds_no_word_of_the_submission() -> None:
    raised = Raised(type="losses.Secret7", builtin=False, message="the input was 42")
    outcome = outcome_of(StudentRaised(raised), seen(0))
    assert outcome.verdict is Verdict.EXCEPTION
    assert "Secret7" not in outcome.summary
    assert "42" not in outcome.summary
    assert "42" in outcome.message


def test_a_failed_comparison_keeps_its_evidence() -> None:
    evidence = Evidence(kind=EvidenceKind.VALUE, summary="f: wrong values.")
    outcome = outcome_of(CheckFailure((evidence,)), seen())
    assert outcome.verdict is Verdict.FAILED
    assert outcome.evidence == (evidence,)


def test_a_check_that_breaks_on_what_it_received_has_failed() -> None:
    outcome = outcome_of(TypeError("cannot unpack"), seen())
    assert outcome.verdict is Verdict.FAILED
    assert outcome.evidence[0].kind is EvidenceKind.UNUSABLE


def test_a_check_that_breaks_before_it_received_anything_is_our_error() -> None:
    assert outcome_of(TypeError("cannot unpack"), seen(values=0)).verdict is Verdict.INFRA


@pytest.mark.parametrize(
    ("facts", "verdict", "reason"),
    [
        (Facts(killed_for="cpu", signal=9), Verdict.TIMEOUT, "cpu"),
        (Facts(killed_for="wall", signal=9), Verdict.TIMEOUT, "wall"),
        (Facts(killed_for="memory", signal=9), Verdict.MEMORY, ""),
        (Facts(killed_for="output", signal=9), Verdict.OUTPUT, ""),
        (Facts(killed_for="closed", signal=9), Verdict.PROTOCOL, "closed"),
        (Facts(killed_for="reset", signal=9), Verdict.INFRA, "reset"),
        (Facts(signal=9), Verdict.SIGNAL, "9"),
        (Facts(signal=11), Verdict.SIGNAL, "11"),
        (Facts(exit_code=137), Verdict.EXITED, "137"),
        (Facts(exit_code=0), Verdict.EXITED, "0"),
    ],
)
def test_a_dead_child_is_judged_by_what_was_measured(
    facts: Facts, verdict: Verdict, reason: str
) -> None:
    fault = fault_of(facts, Limits())
    assert (fault.verdict, fault.reason) == (verdict, reason)


def test_a_timeout_while_loading_names_the_file() -> None:
    fault = fault_of(Facts(killed_for="cpu"), Limits(), loading="xor.py")
    assert fault.reason == "load"
    assert "xor.py" in fault.sentence
