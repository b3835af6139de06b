"""From verdicts to points, and from many failed checks to the one thing to say first. Pure.

INFRA is our fault and never a zero: a submission with an INFRA result has no points at all
(`None`). The words made here come from us alone (`Evidence.summary`, verdicts, check names), so
they are fit for a student's page even where a check is hidden.
"""

from __future__ import annotations

import builtins
import math
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from grader.errors import CourseError
from grader.evidence import EvidenceKind
from grader.model import Check, CheckResult, Grade, Record, Verdict
from grader.verdicts import WORDS

WHAT_IS_WRONG = {
    EvidenceKind.TYPE: "wrong type",
    EvidenceKind.SHAPE: "wrong shape",
    EvidenceKind.DTYPE: "wrong dtype",
    EvidenceKind.VALUE: "wrong values",
    EvidenceKind.GRADIENT: "gradient wrong",
    EvidenceKind.CHANGED: "changes its input",
    EvidenceKind.CONVERGENCE: "does not converge",
    EvidenceKind.ACCURACY: "accuracy too low",
    EvidenceKind.UNUSABLE: "result cannot be used",
}
EXACT = 9
"""Decimals of points that mean something; what is behind them comes from adding floats."""


class Trouble(Record):
    """One thing that is wrong with a submission, however many checks it fails."""

    subject: str
    """The function, or else the group of checks, that it is about."""
    what: str
    """Two or three words: "wrong shape"."""
    checks: tuple[str, ...]
    """Ids of the checks that it fails, sorted."""
    points_lost: float


# --- points -------------------------------------------------------------------------------------


def earned(check: Check, verdict: Verdict, share: float = 1.0) -> float | None:
    """Points of one result: `share` of the check's points if it passed, else 0; None for INFRA."""
    if not 0.0 <= share <= 1.0:
        raise CourseError(
            f"{check.id}: a share of {share} was awarded",
            hint="award(share) takes a number from 0 to 1.",
        )
    if verdict is Verdict.INFRA:
        return None
    return check.points * share if verdict is Verdict.PASSED else 0.0


def total(results: Iterable[CheckResult]) -> float | None:
    """Points of all results together, whatever their order; None if one of them is INFRA."""
    points = [None if r.verdict is Verdict.INFRA else r.points for r in results]
    known = [p for p in points if p is not None]
    return math.fsum(known) if len(known) == len(points) else None


def maximum(checks: Iterable[Check]) -> float:
    """Points of a perfect submission without bonus, which comes on top of them."""
    return math.fsum(check.points for check in checks if not check.bonus)


def rounded(points: float, step: float, full: float) -> float:
    """The multiple of `step` that is nearest to `points`, half a step upwards; step 0: `points`.

    `full` is the maximum, which is a grade whatever the step: all points stay all points, and
    rounding leads to it at most, from above (with bonus) as from below.
    """
    if step == 0 or points == full:
        return points
    steps = Decimal(repr(round(points, EXACT))) / Decimal(repr(step))
    nearest = float(steps.quantize(Decimal(1), ROUND_HALF_UP) * Decimal(repr(step)))
    return min(nearest, full) if points < full else max(nearest, full)


def points_of(grade: Grade) -> float | None:
    """Points of a grade, or None if there is no grade: ask this instead of `grade.points`."""
    return None if grade.infra or total(grade.results) is None else grade.points


# --- what went wrong ----------------------------------------------------------------------------


def troubles(results: Iterable[CheckResult]) -> tuple[Trouble, ...]:
    """What is wrong, the most expensive first; the same for any order of the results.

    Skipped checks are left out: they follow from a failure that is listed. So is bonus that was
    not earned.
    """
    failed: defaultdict[tuple[str, str], list[CheckResult]] = defaultdict(list)
    for result in results:
        if _is_a_cause(result):
            failed[_subject(result), _what(result)].append(result)
    found = [_trouble(subject, what, group) for (subject, what), group in failed.items()]
    return tuple(sorted(found, key=_most_expensive_first))


def headline(grade: Grade) -> str:
    """What went wrong most, in one short line for a table; empty when nothing did.

    Example: "softmax_loss: gradient wrong (3 checks)".
    """
    if points_of(grade) is None:
        return "not graded"
    found = troubles(grade.results)
    if not found:
        return ""
    if len(found) > 1 and len({trouble.what for trouble in found}) == 1:
        return f"{found[0].what} ({_counted(sum(len(t.checks) for t in found))})"
    return in_words(found[0])


def in_words(trouble: Trouble) -> str:
    """A trouble as one line."""
    return f"{trouble.subject}: {trouble.what} ({_counted(len(trouble.checks))})"


def _is_a_cause(result: CheckResult) -> bool:
    if result.verdict in (Verdict.SKIPPED, Verdict.INFRA) or result.check.bonus:
        return False
    return result.verdict is not Verdict.PASSED or result.points < result.check.points


def _subject(result: CheckResult) -> str:
    return result.function or result.check.group or result.check.id.removeprefix("test_")


def _what(result: CheckResult) -> str:
    if result.verdict is Verdict.FAILED and result.evidence:
        return WHAT_IS_WRONG[result.evidence[0].kind]
    if result.verdict is Verdict.EXCEPTION and result.raised and is_builtin(result.raised.type):
        return f"raises {result.raised.type}"
    return WORDS[result.verdict].headline


def is_builtin(exception: str) -> bool:
    """Whether Python itself has an exception of this name, so that the name tells nothing."""
    found = getattr(builtins, exception, None)
    return isinstance(found, type) and issubclass(found, BaseException)


def _trouble(subject: str, what: str, results: list[CheckResult]) -> Trouble:
    return Trouble(
        subject=subject,
        what=what,
        checks=tuple(sorted(r.check.id for r in results)),
        points_lost=math.fsum(r.check.points - r.points for r in results),
    )


def _most_expensive_first(trouble: Trouble) -> tuple[float, int, str, str]:
    return -trouble.points_lost, -len(trouble.checks), trouble.subject, trouble.what


def _counted(checks: int) -> str:
    return "1 check" if checks == 1 else f"{checks} checks"
