"""grader itself, Python, NumPy, and PyTorch, which only some assignments need.

One of the areas that `examination` puts together, like `hardware` and the sandboxes.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata

from grader import __version__
from grader.doctor.report import MachineFinding, ok, warning
from grader.doctor.slot_trial import SlotTrial


def software() -> Iterator[MachineFinding]:
    """What is installed beside grader."""
    yield ok("grader", __version__)
    yield ok("Python", f"{platform.python_version()} at {sys.executable}")
    yield ok("NumPy", metadata.version("numpy"))


def version_of(package: str) -> str | None:
    """The version of what is installed under this name, None if nothing is."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def torch(version: str | None, trial: SlotTrial | None) -> MachineFinding:
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
