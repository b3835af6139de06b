"""How often a right solution misses a threshold: every attempt seen, and a bound from many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from grader.checks.chance.tails import binomial_at_most, bisect_increasing
from grader.errors import CourseError
from grader.model import Record

CONFIDENCE = 0.95


class Attempt(Record):
    """One measured accuracy, and what it was measured against."""

    accuracy: float
    thresholds: tuple[float, ...]
    """Ascending; the last one earns everything."""
    repeated: bool = False
    """Whether a miss is given another attempt, with another seed and split."""
    again: bool = False
    """Whether this is that other attempt."""

    @property
    def missed(self) -> bool:
        """Whether it earned less than everything."""
        return self.accuracy < self.thresholds[-1]


_seen: ContextVar[list[Attempt] | None] = ContextVar("_seen", default=None)


@contextmanager
def attempts() -> Iterator[list[Attempt]]:
    """While this lasts, every attempt of an accuracy check is added to the list, in order."""
    seen: list[Attempt] = []
    before = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(before)


def record_attempt(attempt: Attempt) -> None:
    """Add an attempt to the list of the innermost `attempts()`, if there is one."""
    seen = _seen.get()
    if seen is not None:
        seen.append(attempt)


def miss_bound(misses: int, runs: int, *, attempts: int = 2) -> float:
    """The largest chance of losing a point by bad luck that `misses` of `runs` leave plausible.

    `misses` and `runs` count single attempts by a right solution. The chance of one miss is at
    most the exact upper 95% bound of Clopper and Pearson; a point is lost when all of `attempts`
    independent attempts miss.
    """
    if not 0 <= misses <= runs or runs == 0:
        raise CourseError(
            f"{misses} misses in {runs} runs are no measurement.",
            hint="Count single attempts of the reference, 300 or more.",
        )
    if misses == runs:
        return 1.0
    single = bisect_increasing(
        lambda chance: 1.0 - binomial_at_most(misses, runs, chance), CONFIDENCE, 0.0, 1.0
    )
    return float(single**attempts)
