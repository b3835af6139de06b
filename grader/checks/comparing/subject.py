"""What a sentence of evidence is about: "The result of softmax", "dz of softmax_loss"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.checks.calls.source_call import NO_CALL, SourceCall
from grader.checks.comparing.walk import Steps


@dataclass(frozen=True)
class Subject:
    """The noun that begins a sentence, and the owner that its parts are named after.

    Both are words of the check's author, never of the submission.
    """

    noun: str = "The result"
    owner: str = "the result"
    source: SourceCall = NO_CALL

    @property
    def call(self) -> str:
        """The expression that was called, for the record; it is in no sentence."""
        return self.source.expression

    @classmethod
    def result_of(cls, function: str, source: SourceCall = NO_CALL) -> Subject:
        """What a function returned."""
        return cls(f"The result of {function}", function, source)

    @classmethod
    def named(cls, what: str, source: SourceCall = NO_CALL) -> Subject:
        """A value that has a name of its own."""
        return cls(what, what, source)

    def part(self, name: str) -> Subject:
        """An element of this value."""
        noun = f"{name} of {self.owner}"
        return Subject(noun, noun, self.source)

    def at(self, path: Steps, names: Sequence[str] = ()) -> Subject:
        """The part that stands there; `names`, if any, are those of this value's elements."""
        subject = self
        for depth, step in enumerate(path):
            named = depth == 0 and bool(names) and not step.is_key
            kind = "key" if step.is_key else "element"
            subject = subject.part(names[step.at] if named else f"{kind} {step.at!r}")
        return subject
