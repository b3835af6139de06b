"""What the public checks say of each function: right, wrong, not yet written. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from grader.config import AssignmentSettings, did_you_mean
from grader.errors import UsageError
from grader.home.judging import Checked
from grader.model import CheckResult, Part, Record, Verdict


class FunctionState(Record):
    """A function of the assignment and the checks that are about it."""

    name: str
    """ "softmax", or "xor.layer1" where there are several parts."""
    state: str
    """`right`, `wrong`, `open` (not written yet), `waiting` (for functions that its checks need),
    `broken` (it could not be checked) or `unseen` (no public check calls it)."""
    results: tuple[CheckResult, ...]

    @property
    def right(self) -> int:
        """How many of its checks passed."""
        return sum(result.verdict is Verdict.PASSED for result in self.results)

    @property
    def partly(self) -> bool:
        """Whether a check that passed earns a share of its points only."""
        passed = (result for result in self.results if result.verdict is Verdict.PASSED)
        return any(result.points < result.check.points for result in passed)


def states(checked: Checked, parts: Sequence[Part]) -> tuple[FunctionState, ...]:
    """Every function, in the order of the parts. A check is about the last known one it calls."""
    by_function: dict[str, list[CheckResult]] = {
        f"{part.name}.{name}": [] for part in parts for name in part.functions
    }
    for result in checked.results:
        by_function.setdefault(_subject(result, checked, by_function), []).append(result)
    single = len(parts) == 1
    return tuple(
        FunctionState(
            name=(single and name.partition(".")[2]) or name,
            state=_state(results),
            results=tuple(results),
        )
        for name, results in by_function.items()
    )


def refuse_unknown(functions: Collection[str], settings: AssignmentSettings) -> None:
    """Raise UsageError for a name, "softmax" or "losses.softmax", that is none of a function."""
    known = [f"{part.name}.{name}" for part in settings.parts for name in part.functions]
    short = [name.partition(".")[2] for name in known]
    for function in functions:
        if function not in (*known, *short):
            raise UsageError(
                f"{settings.id} has no function {function!r}{did_you_mean(function, short)}",
                hint=f"It has {', '.join(dict.fromkeys(short))}.",
            )


def _subject(result: CheckResult, checked: Checked, known: dict[str, list[CheckResult]]) -> str:
    """The function that a check is about; its group where it calls none."""
    called = [
        name for name in checked.recording.functions.get(result.check.id, ()) if name in known
    ]
    return called[-1] if called else result.check.group


def _state(results: Sequence[CheckResult]) -> str:
    if not results:
        return "unseen"
    if all(result.verdict is Verdict.PASSED for result in results):
        return "right"
    lost = {result.verdict for result in results} - {Verdict.PASSED}
    if Verdict.INFRA in lost:
        return "broken"
    if lost == {Verdict.SKIPPED}:
        return "waiting"
    return "open" if lost <= {Verdict.NOT_IMPLEMENTED, Verdict.SKIPPED} else "wrong"
