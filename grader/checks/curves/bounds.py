"""Bounds for the losses of a training, and what is said of losses outside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from grader.checks.curves.bands import Band
from grader.checks.curves.reading import FINE, read_curve
from grader.errors import CourseError

Words = tuple[str, str]
"""The rest of a sentence that begins with the training's name, and a hint (perhaps empty)."""

_OTHER_LENGTH = (
    "has another number of checkpoints than asked for",
    "Count them, the one before the first step included.",
)


@dataclass(frozen=True)
class Bounds:
    """Limits of the last loss, and a band for all losses; at least one of the two."""

    at_most: float | None
    at_least: float | None
    band: Band | None
    start: float | None

    def __post_init__(self) -> None:
        if self.at_most is None and self.band is None:
            raise CourseError(
                "check_convergence got no limit.",
                hint="Give it at_most, the largest right loss, or a band of reference runs.",
            )

    def hold(self, losses: Sequence[float]) -> bool:
        """Whether every loss is where it should be."""
        return all(math.isfinite(loss) for loss in losses) and self._misplaced(losses) is None

    def reason(self, losses: Sequence[float], validation: Sequence[float]) -> Words:
        """Why they do not hold: what the curve looks like, or else which bound is passed."""
        if not self._lengths_agree(losses):
            return _OTHER_LENGTH
        reach = 0.0 if self.band is None else self.band.middle[-1]
        reading = FINE if len(losses) == 1 else read_curve(losses, validation, reach=reach)
        misplaced = self._misplaced(losses)
        if misplaced is None or reading is not FINE:
            return reading.says, f"{reading.remedy} See {reading.source}."
        return misplaced

    def numbers(self, losses: Sequence[float]) -> str:
        """One sentence or two with the losses."""
        before = "" if self.start is None else f", {self.start:.6g} before training"
        final = f"The final loss is {losses[-1]:.6g}{before}; expected {self.words()}."
        return " ".join(text for text in (self._first_outside(losses), final) if text)

    def words(self) -> str:
        """What the final loss may be."""
        low, high = self.at_least, self.at_most
        if high is None and self.band is not None:
            low, high = self.band.low[-1], self.band.high[-1]
        return f"at most {high:.6g}" + ("" if low is None else f", at least {low:.6g}")

    def _misplaced(self, losses: Sequence[float]) -> Words | None:
        if not self._lengths_agree(losses):
            return _OTHER_LENGTH
        wrong_way = None if self.band is None else _wrong_way(losses, self.band)
        return self._wrong_end(losses[-1]) or wrong_way

    def _lengths_agree(self, losses: Sequence[float]) -> bool:
        return self.band is None or len(losses) == len(self.band.middle)

    def _wrong_end(self, final: float) -> Words | None:
        if not math.isfinite(final):
            return (
                "diverged: the final loss is not finite",
                "Is the learning rate too large, or the step uphill?",
            )
        if self.at_least is not None and final < self.at_least:
            return (
                f"ends with a loss below {self.at_least:g}, lower than this training can reach",
                "",
            )
        if self.at_most is None or final <= self.at_most:
            return None
        if self.start is not None and final > self.start:
            return "ends with a higher loss than it began with", "Is the sign of the update right?"
        if final == self.start:
            return (
                "ends with the loss it began with",
                "Are the updated parameters the returned ones?",
            )
        return (
            f"ends with a loss above {self.at_most:g}",
            "Count the steps, and compare the learning rate.",
        )

    def _first_outside(self, losses: Sequence[float]) -> str:
        if self.band is None or not self._lengths_agree(losses):
            return ""
        outside = self.band.outside(losses)
        if not outside:
            return ""
        i = outside[0]
        return (
            f"{len(outside)} of {len(losses)} losses lie outside the band of right trainings, "
            f"first number {i}: {losses[i]:.6g}, the band is {self.band.low[i]:.6g} to "
            f"{self.band.high[i]:.6g}."
        )


def _wrong_way(losses: Sequence[float], band: Band) -> Words | None:
    """How finite losses leave the band, or None when they stay inside."""
    outside = band.outside(losses)
    if not outside:
        return None
    if outside[0] == 0:
        return (
            "begins with another loss than right trainings",
            "Look at the initial parameters and at the loss before the first step.",
        )
    if losses[outside[0]] > band.high[outside[0]]:
        return (
            "learns more slowly than right trainings",
            "Compare the learning rate, the update and the scale of the gradient.",
        )
    return (
        "learns faster than right trainings",
        "Compare the learning rate, the number of steps and the scale of the gradient.",
    )
