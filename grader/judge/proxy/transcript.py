"""What was seen of a submission while one check ran."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.judge.proxy.failures import Fault


@dataclass
class Transcript:
    """Filled by the connection during a check, read when the check is over."""

    values: int = 0
    """Values received from the sandbox: without one, no check can pass."""
    fault: Fault | None = None
    """The first fault, even if the check swallowed it."""
    function: str = ""
    """The function that was called last, as the check names it."""
    share: float = 1.0
    """The share that the check awarded with `award`."""
    cpu: float = 0.0
    """CPU seconds of the child during this check."""
    notes: list[str] = field(default_factory=list)
    about: tuple[str, ...] = ()
    """Notes on the submission as a whole: on its notebook's cells."""
    lost: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Why a part may lack a function: (part's name, function) to a sentence."""
    output: bytearray = field(default_factory=bytearray)

    def received(self, count: int = 1) -> None:
        """Count values that came back."""
        self.values += count

    def changed(self, function: str, argument: int | str) -> None:
        """Note an argument changed in place that the check did not expect to change."""
        which = f"argument {argument + 1}" if isinstance(argument, int) else f"`{argument}`"
        self.note(f"{function} changed its {which} in place")

    def note(self, sentence: str) -> None:
        """Keep a sentence of ours once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def printed(self, data: bytes, kept: int) -> None:
        """Keep the beginning of what the submission prints, at most `kept` bytes."""
        self.output += data[: max(kept - len(self.output), 0)]
