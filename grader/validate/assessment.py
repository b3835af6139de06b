"""From what was seen of an assignment to findings. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from grader.validate import fairness, sharpness
from grader.validate.findings import Aspect, Finding, Naming, Report
from grader.validate.observation import CandidateKind, Observed
from grader.validate.validation_record import FORMAT, ValidationRecord


def report_of(seen: Observed, record: ValidationRecord | None) -> Report:
    """Everything that was found, in the order of the aspects."""
    found = _refused(seen) if seen.refused else _findings(seen, record)
    order = list(Aspect)
    return Report(
        assignment=seen.assignment,
        full=seen.full,
        findings=tuple(sorted(found, key=lambda finding: order.index(finding.aspect))),
        naming=Naming() if seen.refused else sharpness.naming(seen),
        repetition=fairness.repetition(seen),
        shares=fairness.shares(seen),
    )


def record_of(seen: Observed) -> ValidationRecord:
    """What is to be kept of a full validation."""
    tried = (CandidateKind.MISTAKE, CandidateKind.AGAIN, CandidateKind.DOUBLE)
    return ValidationRecord(
        format=FORMAT,
        content=seen.content,
        repeats=len(seen.of(CandidateKind.REFERENCE)),
        secrets=seen.rehearsed.secrets,
        environments=tuple(trial.name for trial in seen.of(CandidateKind.ELSEWHERE)),
        caught_by={
            trial.name: tuple(sorted(result.check.id for result in trial.failed))
            for trial in seen.trials
            if trial.kind in tried
        },
        misses={each.check: f"{each.misses} of {each.runs}" for each in seen.rehearsed.misses},
        replies=seen.rehearsed.replies,
    )


def fresh(record: ValidationRecord | None, content: str) -> ValidationRecord | None:
    """The record if it was made for this content."""
    return record if record is not None and record.content == content else None


def _refused(seen: Observed) -> Iterator[Finding]:
    for problem in seen.refused:
        yield Finding(aspect=Aspect.REFERENCE, subject="reference", problem=problem)


def _findings(seen: Observed, record: ValidationRecord | None) -> Iterator[Finding]:
    if not seen.full:
        yield _kept(seen, record)
    yield from fairness.reference(seen)
    yield from fairness.right(seen)
    yield from fairness.starter(seen)
    yield from sharpness.caught(seen)
    yield from sharpness.named(seen)
    yield from sharpness.checks(seen)
    yield from sharpness.second(seen)
    yield from sharpness.catalogue(seen)
    yield from fairness.values(seen, fresh(record, seen.content))
    yield from fairness.oracle(seen)
    yield from fairness.steady(seen)
    yield from fairness.time(seen)
    yield from fairness.accuracy(seen)
    yield from fairness.home(seen)


def _kept(seen: Observed, record: ValidationRecord | None) -> Finding:
    file = f"reference/{seen.assignment}/validated.json"
    command = f"run grader validate --full {seen.assignment}"
    if record is None:
        problem = f"there is no {file}: {command}"
    elif fresh(record, seen.content) is None:
        problem = f"{file} was made for other files: {command}"
    else:
        problem = ""
    return Finding(aspect=Aspect.RECORD, subject="validated.json", problem=problem)
