"""PyTorch, which only some assignments need."""

from __future__ import annotations

from grader.doctor.findings import Finding, ok, warning
from grader.doctor.trial import SlotTrial


def torch(version: str | None, trial: SlotTrial | None) -> Finding:
    """`version` is what is installed here, `trial` that of a slot that imports it.

    The judge needs it beside grader, the submission in its slot.
    """
    if version is None:
        return warning(
            "torch",
            "is not installed: assignments that use it cannot be graded",
            "Install backprop-grader[torch], from PyTorch's CPU index to save gigabytes.",
        )
    if trial is None:
        return ok("torch", f"{version}; no slot to try it in")
    if not trial.works:
        return warning(
            "torch",
            f"{version} does not work in a slot: {trial.trouble}",
            trial.remedy or "Install it again, from PyTorch's CPU index.",
        )
    return ok("torch", f"{version}, one thread in each slot, warm after {trial.warm:.1f} s")
