"""The docker sandbox: the engine, the image, and whether a slot works."""

from __future__ import annotations

from collections.abc import Iterator

from grader.doctor.engine_findings import EngineReport, engine
from grader.doctor.report import MachineFinding, ok, warning, warning_for
from grader.doctor.slot_trial import SlotTrial
from grader.errors import GraderError
from grader.sandbox.docker.engine import Engine, connect
from grader.sandbox.docker.limits_probe import require_limits
from grader.sandbox.docker.sandbox_image import TAG, ImageStatus, refusal, status

INSTALL = "Install Docker Engine and start it, or go on without: the local sandbox needs none."
INSTEAD = "Use another engine, or --sandbox local."


def ask_engine(address: str | None = None) -> EngineReport | GraderError:
    """What the engine at `address` (else the usual one) says, or why none answers."""
    try:
        asked = connect(address)
        try:
            with asked.asking("describe itself") as client:
                info, version = client.info(), client.version()
            found = status(asked)
            return EngineReport(
                address=asked.address,
                info=info,
                version=version,
                image=found,
                broken=_broken_limits(asked, found),
            )
        finally:
            asked.close()
    except GraderError as error:
        return error


def docker(report: EngineReport | GraderError, trial: SlotTrial | None) -> Iterator[MachineFinding]:
    """The engine and its image by what they say, and what came of trying a slot, if one was."""
    if isinstance(report, GraderError):
        yield warning_for("docker engine", report, INSTALL)
        return
    yield from engine(report)
    yield image(report.image)
    if report.image.state == "ready":
        yield limits(report.broken)
        if trial is not None:
            yield from _slot(trial)


def image(found: ImageStatus) -> MachineFinding:
    """Whether containers can be started from the image."""
    if why := refusal(found):
        return warning_for("docker image", why, "grader image build")
    return ok("docker image", f"{TAG}, {found.id[:19]}")


def limits(broken: GraderError | None) -> MachineFinding:
    """Whether the engine enforces what it is told."""
    if broken is not None:
        return warning_for("docker limits", broken, INSTEAD)
    return ok(
        "docker limits",
        "on memory, processes, network, files, system calls and rights hold when they are tried",
    )


def _broken_limits(asked: Engine, found: ImageStatus) -> GraderError | None:
    """What is wrong with the limits, tried in a container of an image that can be started."""
    if found.state != "ready":
        return None
    try:
        require_limits(asked, found.id)
    except GraderError as error:
        return error
    return None


def _slot(trial: SlotTrial) -> Iterator[MachineFinding]:
    if trial.ready is None:
        yield warning("docker sandbox", trial.trouble, trial.remedy or INSTEAD)
        return
    yield ok("docker sandbox", f"a slot is warm after {trial.warm:.2f} s and answers")
    if trial.ready.landlock_abi == 0:
        yield warning(
            "docker sandbox",
            "the engine's kernel has no Landlock: every submission gets its own container",
            "Grading takes longer and stays safe. Docker Engine on Linux 5.13 or later has it.",
        )
