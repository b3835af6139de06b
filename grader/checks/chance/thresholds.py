"""What an accuracy earns: thresholds, each with the share of the points from there on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from grader.errors import CourseError


@dataclass(frozen=True)
class Thresholds:
    """Stages in ascending order, each an accuracy and the share that it earns."""

    stages: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, at_least: float | Mapping[float, float]) -> Thresholds:
        """Of one accuracy that earns everything, or of several: `{0.90: 0.5, 0.94: 1.0}`."""
        named = at_least if isinstance(at_least, Mapping) else {at_least: 1.0}
        stages = tuple(sorted(named.items()))
        shares = [share for _, share in stages]
        rising = all(low < high for low, high in pairwise(shares))
        possible = all(0 < accuracy <= 1 and share > 0 for accuracy, share in stages)
        if not stages or shares[-1] != 1.0 or not rising or not possible:
            raise CourseError(
                f"The thresholds {dict(named)} of an accuracy check make no sense.",
                hint="Write {0.90: 0.5, 0.94: 1.0}: more accuracy, more share, 1.0 at the end.",
            )
        return cls(stages)

    @property
    def accuracies(self) -> tuple[float, ...]:
        """The accuracies alone, ascending."""
        return tuple(accuracy for accuracy, _ in self.stages)

    def share(self, accuracy: float) -> float:
        """The share that an accuracy earns; 0 below the first stage."""
        return max((share for least, share in self.stages if accuracy >= least), default=0.0)

    def words(self) -> str:
        """The stages for a sentence: "at least 0.9 for 50%, 0.94 for 100% of the points"."""
        if len(self.stages) == 1:
            return f"at least {self.stages[0][0]:.6g}"
        earned = (f"{accuracy:.6g} for {share:.0%}" for accuracy, share in self.stages)
        return f"at least {', '.join(earned)} of the points"
