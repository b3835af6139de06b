"""What was seen of one assignment, before anybody judges it. Plain data."""

from __future__ import annotations

from enum import StrEnum

from msgspec import field

from grader.model import Check, CheckResult, Judged, Record, SourceFile, Verdict


class Known(Record):
    """A wrong version of one function."""

    id: str
    of: str
    """The function it replaces, "part.function"."""
    name: str
    """Its own name in the file."""


class Knowledge(Record):
    """What an assignment knows about wrong solutions and right values."""

    mistakes: tuple[Known, ...] = ()
    again: tuple[Known, ...] = ()
    """Second realisations, by the ids of the mistakes."""
    second_needed: tuple[str, ...] = ()
    """The mistakes that must have a second realisation."""
    equivalent: dict[str, str] = field(default_factory=dict)
    """Ids that do not differ from the reference, with the reason."""
    catalogue: tuple[str, ...] = ()
    """The ids that the assignment promises to know, as ranges."""


class CandidateKind(StrEnum):
    """Whose submission is tried."""

    REFERENCE = "reference"
    RIGHT = "right"
    """A right solution in another style."""
    STARTER = "starter"
    MISTAKE = "mistake"
    AGAIN = "again"
    DOUBLE = "double"
    CHOICE = "choice"
    SPOILT = "spoilt"
    """The reference with results that no student means to return."""
    ELSEWHERE = "elsewhere"


class Candidate(Record):
    """A submission of ours to try."""

    kind: CandidateKind
    name: str
    """What it is called in findings."""
    files: tuple[SourceFile, ...]
    mistakes: tuple[str, ...] = ()
    """The ids of the mistakes in it."""
    only: tuple[str, ...] = ()
    """The checks to run; empty: all."""


class Trial(Record):
    """A candidate and what the judge said about it."""

    kind: CandidateKind
    name: str
    mistakes: tuple[str, ...]
    judged: Judged

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that it does not pass; what was not run for want of another is left out."""
        wanting = (Verdict.PASSED, Verdict.SKIPPED)
        return tuple(each for each in self.judged.results if each.verdict not in wanting)

    @property
    def named(self) -> dict[str, str]:
        """By check: the mistake that was named there."""
        return {
            each.check.id: each.diagnosis.mistake
            for each in self.judged.results
            if each.diagnosis is not None
        }


class Unsteady(Record):
    """A check that a right solution does not pass with other random numbers."""

    who: str
    """Such as "the reference"."""
    check: str
    said: str
    """Why, for the first secret with which it does not."""
    times: int
    """With how many secrets it does not."""


class Agreement(Record):
    """How one function of the reference compares with its oracle."""

    function: str
    calls: int = 0
    problem: str = ""


class Missed(Record):
    """How often a right solution misses the threshold of an accuracy check."""

    check: str
    runs: int
    misses: int
    bound: float
    """Upper 95% bound of the probability that the check fails, its repetition included."""


class Rehearsed(Record):
    """What was tried without a sandbox."""

    replies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By check: a fingerprint of each reply of the reference, see `fingerprints`."""
    secrets: int = 0
    """With how many other secrets right solutions were run."""
    unsteady: tuple[Unsteady, ...] = ()
    oracle: tuple[Agreement, ...] = ()
    misses: tuple[Missed, ...] = ()
    at_home: dict[str, str] = field(default_factory=dict)
    """By public check: why it does not work at home, where there is no reference."""


class Observed(Record):
    """Everything that was seen of an assignment."""

    assignment: str
    full: bool
    content: str
    """What was looked at, see `Assignment.content`."""
    refused: tuple[str, ...] = ()
    """Why nobody can be graded; then nothing else was looked at."""
    checks: tuple[Check, ...] = ()
    knowledge: Knowledge = Knowledge()
    trials: tuple[Trial, ...] = ()
    rehearsed: Rehearsed = Rehearsed()

    def of(self, kind: CandidateKind) -> tuple[Trial, ...]:
        """The trials of one kind, in their order."""
        return tuple(trial for trial in self.trials if trial.kind is kind)
