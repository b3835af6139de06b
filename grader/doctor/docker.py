"""The docker sandbox: the engine, and whether a slot works."""

from __future__ import annotations

from collections.abc import Iterator

from grader.doctor.engine import EngineReport, engine
from grader.doctor.findings import Finding, ok, warning, warning_for
from grader.doctor.trial import Trial
from grader.errors import SandboxError

INSTALL = "Install Docker Engine and start it, or go on without: the local sandbox needs none."


def docker(report: EngineReport | SandboxError, trial: Trial) -> Iterator[Finding]:
    """The engine by what it says, and what came of trying a slot."""
    if isinstance(report, SandboxError):
        yield warning_for("docker engine", report, INSTALL)
        return
    yield from engine(report)
    if trial.ready is None:
        yield warning("docker sandbox", trial.trouble, trial.remedy or INSTALL)
        return
    yield ok("docker sandbox", f"a slot is warm after {trial.warm:.2f} s and answers")
    if trial.ready.landlock_abi == 0:
        yield warning(
            "docker sandbox",
            "the engine's kernel has no Landlock: every submission gets its own container",
            "Grading takes longer and stays safe. Docker Engine on Linux 5.13 or later has it.",
        )
