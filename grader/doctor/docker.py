"""The docker sandbox: the engine, the image, and whether a slot works."""

from __future__ import annotations

from collections.abc import Iterator

from grader.doctor.engine import EngineReport, engine
from grader.doctor.findings import Finding, ok, warning, warning_for
from grader.doctor.trial import Trial
from grader.errors import GraderError
from grader.sandbox.docker.engine import connect
from grader.sandbox.docker.image import TAG, ImageStatus, refusal, status

INSTALL = "Install Docker Engine and start it, or go on without: the local sandbox needs none."


def ask_engine(address: str | None = None) -> EngineReport | GraderError:
    """What the engine at `address` (else the usual one) says, or why none answers."""
    try:
        asked = connect(address)
        try:
            with asked.asking("describe itself") as client:
                info, version = client.info(), client.version()
            return EngineReport(
                address=asked.address, info=info, version=version, image=status(asked)
            )
        finally:
            asked.close()
    except GraderError as error:
        return error


def docker(report: EngineReport | GraderError, trial: Trial | None) -> Iterator[Finding]:
    """The engine and its image by what they say, and what came of trying a slot, if one was."""
    if isinstance(report, GraderError):
        yield warning_for("docker engine", report, INSTALL)
        return
    yield from engine(report)
    yield image(report.image)
    if report.image.state == "ready" and trial is not None:
        yield from _slot(trial)


def image(found: ImageStatus) -> Finding:
    """Whether containers can be started from the image."""
    if why := refusal(found):
        return warning_for("docker image", why, "grader image build")
    return ok("docker image", f"{TAG}, {found.id[:19]}")


def _slot(trial: Trial) -> Iterator[Finding]:
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
