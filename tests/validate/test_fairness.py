"""Fairness and sharpness as rules: trials in, findings out."""

from __future__ import annotations

import pytest

from grader.model import Check, CheckResult, Diagnosis, Judged, Verdict
from grader.validate import fairness, sharpness
from grader.validate.findings import Finding
from grader.validate.observation import (
    CandidateKind,
    Knowledge,
    Known,
    Missed,
    Observed,
    Rehearsed,
    Trial,
)

CHECK = Check(id="test_a", title="A.", points=2.0)
MISTAKE = Known(id="M-01", of="work.f", name="wrong")


def trial(
    kind: CandidateKind,
    verdict: Verdict = Verdict.PASSED,
    *,
    name: str = "M-01",
    share: float = 1.0,
    needs: float = 0.1,
    diagnosis: str = "",
    mistakes: tuple[str, ...] = ("M-01",),
) -> Trial:
    """A trial with one check."""
    share = share if verdict is Verdict.PASSED else 0.0
    named = Diagnosis(mistake=diagnosis, of="work.f", hint="", source="") if diagnosis else None
    result = CheckResult(
        check=CHECK,
        verdict=verdict,
        points=CHECK.points * share,
        share=share,
        message="it said",
        diagnosis=named,
    )
    judged = Judged(results=(result,), shares=(needs,))
    return Trial(kind=kind, name=name, mistakes=mistakes, judged=judged)


def seen(*trials: Trial, rehearsed: Rehearsed | None = None) -> Observed:
    return Observed(
        assignment="a00",
        full=True,
        content="",
        checks=(CHECK,),
        knowledge=Knowledge(mistakes=(MISTAKE,)),
        trials=trials,
        rehearsed=rehearsed or Rehearsed(),
    )


def said(findings: object) -> list[str]:
    """The problems, and that something was looked at."""
    found = list(findings)  # type: ignore[call-overload]
    assert found
    assert all(isinstance(finding, Finding) for finding in found)
    return [finding.problem for finding in found if finding.problem]


REFERENCE = trial(CandidateKind.REFERENCE, name="reference")
LOST = trial(CandidateKind.REFERENCE, Verdict.FAILED, name="reference")


def test_a_reference_that_passes_has_no_problem() -> None:
    observed = seen(REFERENCE, REFERENCE)
    assert said(fairness.reference(observed)) == []
    assert said(fairness.steady(observed)) == []
    assert said(fairness.time(observed)) == []


def test_a_reference_that_earns_a_share_only_does_not_earn_everything() -> None:
    observed = seen(trial(CandidateKind.REFERENCE, share=0.6))
    assert said(fairness.reference(observed)) == ["the reference earns 60% of test_a"]


def test_a_check_that_is_lost_every_time_is_not_flaky() -> None:
    observed = seen(LOST, LOST)
    assert said(fairness.reference(observed)) == [
        "the reference does not pass test_a: FAILED: it said"
    ]
    assert said(fairness.steady(observed)) == []


def test_another_environment_is_named() -> None:
    elsewhere = trial(CandidateKind.ELSEWHERE, Verdict.FAILED, name="OPENBLAS_CORETYPE=Nehalem")
    assert said(fairness.steady(seen(REFERENCE, elsewhere))) == [
        "with OPENBLAS_CORETYPE=Nehalem the reference does not pass test_a: FAILED: it said"
    ]


@pytest.mark.parametrize(("needs", "problems"), [(0.33, 0), (0.34, 1)])
def test_the_reference_may_need_a_third_of_a_limit(needs: float, problems: int) -> None:
    runs = [trial(CandidateKind.REFERENCE, needs=share) for share in (needs, needs, 5.0)]
    assert len(said(fairness.time(seen(*runs)))) == problems


@pytest.mark.parametrize(("bound", "problems"), [(0.99e-4, 0), (1.01e-4, 1)])
def test_one_lost_accuracy_check_in_ten_thousand_is_the_most(bound: float, problems: int) -> None:
    missed = Missed(check="test_a", runs=300, misses=1, bound=bound)
    observed = seen(REFERENCE, rehearsed=Rehearsed(misses=(missed,)))
    assert len(said(fairness.accuracy(observed))) == problems


def test_a_public_check_that_does_not_work_at_home_is_a_problem() -> None:
    observed = seen(REFERENCE, rehearsed=Rehearsed(at_home={"test_a": "it asks for more"}))
    assert said(fairness.home(observed)) == ["test_a does not work at home: it asks for more"]
    assert said(fairness.home(seen(REFERENCE))) == []


def test_a_mistake_that_is_named_somewhere_is_named() -> None:
    observed = seen(trial(CandidateKind.MISTAKE, Verdict.FAILED, diagnosis="M-01"))
    assert said(sharpness.caught(observed)) == []
    assert said(sharpness.named(observed)) == []
    assert said(sharpness.checks(observed)) == []


def test_a_mistake_that_is_not_named_is_said_with_its_check() -> None:
    observed = seen(trial(CandidateKind.MISTAKE, Verdict.FAILED))
    assert said(sharpness.named(observed)) == ["M-01 is not named in test_a"]


def test_a_wrong_name_is_worse_than_none() -> None:
    observed = seen(trial(CandidateKind.MISTAKE, Verdict.FAILED, diagnosis="M-02"))
    assert said(sharpness.named(observed)) == ["M-01 is taken for M-02 in test_a"]


def test_a_check_that_was_skipped_caught_nothing() -> None:
    observed = seen(trial(CandidateKind.MISTAKE, Verdict.SKIPPED))
    assert said(sharpness.caught(observed)) == ["M-01 (work.f) is caught by no check"]
    assert said(sharpness.checks(observed)) == ["no known mistake fails test_a"]


def test_others_mistakes_count_as_named_silent_or_wrong() -> None:
    observed = seen(
        trial(CandidateKind.AGAIN, Verdict.FAILED, name="M-01 again", diagnosis="M-01"),
        trial(CandidateKind.AGAIN, Verdict.FAILED, name="M-03 again", mistakes=("M-03",)),
        trial(
            CandidateKind.DOUBLE,
            Verdict.FAILED,
            name="doubles/M-01+M-02",
            mistakes=("M-01", "M-02"),
            diagnosis="M-01",
        ),
        trial(
            CandidateKind.AGAIN,
            Verdict.FAILED,
            name="M-04 again",
            mistakes=("M-04",),
            diagnosis="M-01",
        ),
    )
    found = sharpness.naming(observed)
    assert (found.named, found.silent, found.wrong) == (2, 2, 1)
    assert said(sharpness.second(observed)) == ["M-04 again is taken for M-01 in test_a"]


def test_a_wrong_choice_that_is_right_is_a_problem() -> None:
    choices = trial(CandidateKind.CHOICE, name="wrong choice 1", mistakes=())
    assert said(sharpness.caught(seen(choices))) == ["wrong choice 1 is right for test_a"]


def test_a_wrong_choice_is_what_fails_a_question() -> None:
    choices = trial(CandidateKind.CHOICE, Verdict.FAILED, name="wrong choice 1", mistakes=())
    assert said(sharpness.checks(seen(choices))) == []


def test_a_missing_second_realisation_is_asked_for() -> None:
    observed = Observed(
        assignment="a00",
        full=False,
        content="",
        knowledge=Knowledge(mistakes=(MISTAKE,), second_needed=("M-01",)),
    )
    assert said(sharpness.second(observed)) == ["M-01 has no second realisation in again.py"]
