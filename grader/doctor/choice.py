"""Which sandbox `--sandbox auto` takes here, and whether it works."""

from __future__ import annotations

from collections.abc import Mapping

from grader.doctor.findings import Finding, missing, ok
from grader.doctor.trial import SlotTrial

INSTALL = (
    "Grade on Linux 5.13 or later with Landlock, or install Docker and build the image "
    "(grader image build)."
)


def choice(trials: Mapping[str, SlotTrial], taken: str | None) -> Finding:
    """`taken` is the first sandbox that does not refuse; `trials` are of all, by name."""
    if taken is None:
        return missing("sandbox", "none works here, so nothing can be graded", INSTALL)
    if not trials[taken].works:
        return missing(
            "sandbox",
            f"auto takes {taken}, which does not work: {trials[taken].trouble}",
            trials[taken].remedy or _another(trials),
        )
    return ok("sandbox", f"auto takes {taken}")


def _another(trials: Mapping[str, SlotTrial]) -> str:
    """What to use instead of the one that is taken."""
    working = [name for name, trial in trials.items() if trial.works]
    return f"Until it is repaired: --sandbox {working[0]}." if working else INSTALL
