"""Are the checks sharp? Every mistake caught and named, every check good for something. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from grader.errors import CourseError
from grader.validate.findings import Aspect, Finding, Naming
from grader.validate.observation import CandidateKind, Observed, Trial

ID = re.compile(r"([A-Z]+)-(\d+)")


def caught(seen: Observed) -> Iterator[Finding]:
    """Every mistake fails a check, and no other way of writing the right thing does."""
    functions = {known.id: known.of for known in seen.knowledge.mistakes}
    equivalent = seen.knowledge.equivalent
    for trial in seen.of(CandidateKind.MISTAKE):
        name, failed = trial.name, _checks(trial)
        if name in equivalent:
            wrong = f"{name} is listed as equivalent, but fails {failed[0]}" if failed else ""
        else:
            wrong = "" if failed else f"{name} ({functions[name]}) is caught by no check"
        yield Finding(aspect=Aspect.CAUGHT, subject=name, problem=wrong)
    others = (CandidateKind.AGAIN, CandidateKind.DOUBLE, CandidateKind.SPOILT)
    for trial in (trial for kind in others for trial in seen.of(kind)):
        wrong = "" if trial.failed else f"{trial.name} is caught by no check"
        yield Finding(aspect=Aspect.CAUGHT, subject=trial.name, problem=wrong)
    for trial in seen.of(CandidateKind.CHOICE):
        passed = set(_all_checks(trial)) - set(_checks(trial))
        wrong = f"{trial.name} is right for {', '.join(sorted(passed))}" if passed else ""
        yield Finding(aspect=Aspect.CAUGHT, subject=trial.name, problem=wrong)


def named(seen: Observed) -> Iterator[Finding]:
    """Every mistake that is caught is named in one of the checks that it fails, and no other is.

    What is no known mistake gets no name.
    """
    for trial in seen.of(CandidateKind.MISTAKE):
        if trial.failed:
            yield Finding(
                aspect=Aspect.NAMED, subject=trial.name, problem=_misnamed(trial) or _silent(trial)
            )
    for trial in (*seen.of(CandidateKind.RIGHT), *seen.of(CandidateKind.SPOILT)):
        yield Finding(aspect=Aspect.NAMED, subject=trial.name, problem=_misnamed(trial))


def checks(seen: Observed) -> Iterator[Finding]:
    """Every check is failed by a known mistake."""
    wrong_ones = (*seen.of(CandidateKind.MISTAKE), *seen.of(CandidateKind.CHOICE))
    failed = {check for trial in wrong_ones for check in _checks(trial)}
    for check in seen.checks:
        wrong = "" if check.id in failed else f"no known mistake fails {check.id}"
        yield Finding(aspect=Aspect.CHECKS, subject=check.id, problem=wrong)


def second(seen: Observed) -> Iterator[Finding]:
    """What must be written twice is, and mistakes as others write them get no wrong name."""
    written = {known.id for known in seen.knowledge.again}
    for id in seen.knowledge.second_needed:
        wrong = "" if id in written else f"{id} has no second realisation in again.py"
        yield Finding(aspect=Aspect.SECOND, subject=id, problem=wrong)
    for trial in (*seen.of(CandidateKind.AGAIN), *seen.of(CandidateKind.DOUBLE)):
        yield Finding(aspect=Aspect.SECOND, subject=trial.name, problem=_misnamed(trial))


def catalogue(seen: Observed) -> Iterator[Finding]:
    """Every id that the assignment promises to know is implemented, or listed as equivalent."""
    knowledge = seen.knowledge
    known = (*(each.id for each in knowledge.mistakes), *knowledge.equivalent)
    try:
        absent = set(missing(knowledge.catalogue, known))
        every = promised(knowledge.catalogue)
    except CourseError as error:
        yield Finding(aspect=Aspect.CATALOGUE, subject="CATALOGUE", problem=error.message)
        return
    for id in every:
        wrong = f"{id} is neither implemented nor listed in EQUIVALENT" if id in absent else ""
        yield Finding(aspect=Aspect.CATALOGUE, subject=id, problem=wrong)


def naming(seen: Observed) -> Naming:
    """Mistakes in second realisations and doubles, by what was said about them."""
    found = [
        _said(trial, id)
        for trial in (*seen.of(CandidateKind.AGAIN), *seen.of(CandidateKind.DOUBLE))
        for id in trial.mistakes
    ]
    return Naming(
        named=found.count("named"), silent=found.count("silent"), wrong=found.count("wrong")
    )


def _said(trial: Trial, id: str) -> str:
    if _misnamed(trial):
        return "wrong"
    return "named" if id in trial.named.values() else "silent"


def _misnamed(trial: Trial) -> str:
    """Where a mistake that is not in it was named."""
    for check, name in trial.named.items():
        if name not in trial.mistakes:
            return f"{trial.name} is taken for {name} in {check}"
    return ""


def _silent(trial: Trial) -> str:
    if set(trial.mistakes) & set(trial.named.values()):
        return ""
    failed = _checks(trial)
    where = failed[0] if len(failed) == 1 else f"any of the {len(failed)} checks that it fails"
    return f"{trial.name} is not named in {where}"


def _checks(trial: Trial) -> tuple[str, ...]:
    return tuple(result.check.id for result in trial.failed)


def _all_checks(trial: Trial) -> tuple[str, ...]:
    return tuple(result.check.id for result in trial.judged.results)


# --- the catalogue: which mistakes an assignment promises to know ------------------------------


def promised(catalogue: Iterable[str]) -> tuple[str, ...]:
    """Every id of a `CATALOGUE`, in its order: `("ACT-01 .. ACT-03", "NET-10")`.

    Raises CourseError for an entry that is neither an id nor a range.
    """
    return tuple(id for entry in catalogue for id in _ids(entry))


def missing(catalogue: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """What is promised and not known; `LOSS-01-BCE` is a variant of `LOSS-01`, and as good."""
    there = {match[0] for id in known if (match := ID.match(id))}
    return tuple(id for id in promised(catalogue) if id not in there)


def _ids(entry: str) -> Iterator[str]:
    ends = [ID.fullmatch(end.strip()) for end in entry.split("..")]
    first, last = ends[0], ends[-1]
    if not (first and last) or len(ends) > 2 or first[1] != last[1] or int(first[2]) > int(last[2]):
        raise CourseError(
            f"CATALOGUE: {entry!r} is no id and no range of ids",
            hint='Write "LOSS-01 .. LOSS-31", or "LOSS-01" for one.',
        )
    for number in range(int(first[2]), int(last[2]) + 1):
        yield f"{first[1]}-{number:0{len(first[2])}}"
