"""Are the checks fair? Right solutions earn everything, always and everywhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from grader.model import CheckResult, Verdict
from grader.validate.findings import Aspect, Finding, Repetition, each
from grader.validate.fingerprints import drifted
from grader.validate.observation import CandidateKind, Observed, Trial
from grader.validate.validation_record import ValidationRecord

ROOM = 1 / 3
"""The share of a CPU limit that the reference may need: students' code is slower."""
MISS_RATE = 1e-4
"""How often a right solution may lose an accuracy check."""


def reference(seen: Observed) -> Iterator[Finding]:
    """The reference earns everything in the sandbox."""
    first = seen.of(CandidateKind.REFERENCE)[:1]
    problems = {
        result.check.id: _lost("the reference", result)
        for trial in first
        for result in _lacking(trial)
    }
    yield from each(Aspect.REFERENCE, (check.id for check in seen.checks), problems)


def right(seen: Observed) -> Iterator[Finding]:
    """Right solutions in another style earn everything but what is a bonus."""
    for trial in seen.of(CandidateKind.RIGHT):
        lost = [result for result in _lacking(trial) if not result.check.bonus]
        wrong = _lost(trial.name, lost[0]) if lost else ""
        yield Finding(aspect=Aspect.RIGHT, subject=trial.name, problem=wrong)


def starter(seen: Observed) -> Iterator[Finding]:
    """The blank starter earns nothing."""
    for trial in seen.of(CandidateKind.STARTER):
        earning = [result for result in trial.judged.results if result.points > 0]
        points = sum(result.points for result in earning)
        where = ", ".join(result.check.id for result in earning)
        wrong = f"the blank starter earns {points:.4g} points: {where}" if earning else ""
        yield Finding(aspect=Aspect.STARTER, subject="starter", problem=wrong)


def values(seen: Observed, record: ValidationRecord | None) -> Iterator[Finding]:
    """The reference returns what was recorded."""
    if record is None:
        return
    problems = {
        check: _drift(check, now, record.replies.get(check, ()))
        for check, now in seen.rehearsed.replies.items()
    }
    yield from each(Aspect.VALUES, seen.rehearsed.replies, problems)


def oracle(seen: Observed) -> Iterator[Finding]:
    """Independent functions return the same as those of the reference."""
    for found in seen.rehearsed.oracle:
        problem = f"{found.function} {found.problem}" if found.problem else ""
        yield Finding(aspect=Aspect.ORACLE, subject=found.function, problem=problem)


def steady(seen: Observed) -> Iterator[Finding]:
    """No circumstance changes what the reference earns: repetition, secret, environment."""
    problems: dict[str, list[str]] = {}
    for check, said in (*_flaky(seen), *_elsewhere(seen), *_other_secrets(seen)):
        problems.setdefault(check, []).append(said)
    yield from each(Aspect.STEADY, (check.id for check in seen.checks), problems)


def time(seen: Observed) -> Iterator[Finding]:
    """The limits leave room."""
    for check, share in shares(seen).items():
        wrong = (
            f"the reference needs {share:.0%} of the CPU limit of {check}: slower code that is "
            "right has no room"
        )
        yield Finding(aspect=Aspect.TIME, subject=check, problem=wrong if share > ROOM else "")


def accuracy(seen: Observed) -> Iterator[Finding]:
    """A right solution loses an accuracy check less than once in 10,000."""
    for found in seen.rehearsed.misses:
        wrong = (
            f"{found.check}: {found.misses} of {found.runs} right runs miss the threshold, so "
            f"a right solution may lose it with probability {found.bound:.2g}"
        )
        problem = wrong if found.bound > MISS_RATE else ""
        yield Finding(aspect=Aspect.ACCURACY, subject=found.check, problem=problem)


def home(seen: Observed) -> Iterator[Finding]:
    """Students can run the public checks with what the reference answered."""
    problems = {
        check: f"{check} does not work at home: {said}"
        for check, said in seen.rehearsed.at_home.items()
    }
    yield from each(Aspect.HOME, problems or ["public checks"], problems)


def shares(seen: Observed) -> dict[str, float]:
    """By check: the share of its CPU limit that the reference needs, the median of all runs."""
    runs: dict[str, list[float]] = {}
    for trial in seen.of(CandidateKind.REFERENCE):
        for result, share in zip(trial.judged.results, trial.judged.shares, strict=True):
            runs.setdefault(result.check.id, []).append(share)
    return {check: median(found) for check, found in runs.items()}


def repetition(seen: Observed) -> Repetition:
    """How often the reference was run, and how often it lost something."""
    runs = seen.of(CandidateKind.REFERENCE)
    return Repetition(
        runs=len(runs),
        secrets=seen.rehearsed.secrets,
        environments=len(seen.of(CandidateKind.ELSEWHERE)),
        lost=sum(bool(_lacking(trial)) for trial in runs),
    )


def _lacking(trial: Trial) -> tuple[CheckResult, ...]:
    return tuple(r for r in trial.judged.results if r.verdict is not Verdict.PASSED or r.share < 1)


def _lost(who: str, result: CheckResult) -> str:
    check = result.check.id
    if result.verdict is Verdict.PASSED:
        return f"{who} earns {result.share:.0%} of {check}"
    return f"{who} does not pass {check}: {result.verdict}: {result.message}"


def _flaky(seen: Observed) -> Iterator[tuple[str, str]]:
    """Checks that the reference passes in some repetitions only."""
    runs = seen.of(CandidateKind.REFERENCE)
    lost = Counter(result.check.id for trial in runs for result in _lacking(trial))
    for check, count in lost.items():
        if count < len(runs):
            yield check, f"{check} is flaky: the reference lost it in {count} of {len(runs)} runs"


def _elsewhere(seen: Observed) -> Iterator[tuple[str, str]]:
    for trial in seen.of(CandidateKind.ELSEWHERE):
        for result in _lacking(trial):
            yield result.check.id, f"with {trial.name} {_lost('the reference', result)}"


def _other_secrets(seen: Observed) -> Iterator[tuple[str, str]]:
    """Checks that a right solution does not pass with other random numbers."""
    for lost in seen.rehearsed.unsteady:
        yield (
            lost.check,
            f"{lost.who} does not pass {lost.check} with {lost.times} of {seen.rehearsed.secrets} "
            f"other secrets: {lost.said}",
        )


def _drift(check: str, now: Sequence[str], recorded: Sequence[str]) -> str:
    if len(now) != len(recorded):
        return f"{check} asks {len(now)} times, and {len(recorded)} replies were recorded"
    for number, (line, old) in enumerate(zip(now, recorded, strict=True), start=1):
        if drifted(line, old):
            return f"{check}: reply {number} has drifted: {line}, recorded {old}"
    return ""
