"""Everything that is looked at, in the order in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.assignments import Course
from grader.doctor.course_findings import course, course_at
from grader.doctor.docker_findings import ask_engine, docker
from grader.doctor.engine_findings import EngineReport
from grader.doctor.hardware import machine
from grader.doctor.local_findings import Kernel, local, this_kernel
from grader.doctor.report import MachineFinding, MachineReport
from grader.doctor.slot_trial import WITH_TORCH, SlotTrial, choice, try_out
from grader.doctor.software import software, torch, version_of
from grader.errors import CourseError, GraderError
from grader.sandbox.backends import AUTO, BACKENDS
from grader.sandbox.base import Sandbox
from grader.secret import secret_file


@dataclass(frozen=True)
class Surroundings:
    """What there is to look at."""

    course: Course | CourseError
    """The course that would be graded with, or why there is none."""
    results: Path
    """The results folder."""
    kernel: Kernel
    engine: EngineReport | GraderError
    """What the docker engine says, or why none answers."""
    sandboxes: Mapping[str, Sandbox]
    """What `auto` tries, in this order."""


def surroundings(named_course: Path | None, results: Path) -> Surroundings:
    """Those of `grader run` in the current folder."""
    found = course_at(named_course, Path.cwd())
    protected = (*_of_course(found), results)
    return Surroundings(
        course=found,
        results=results,
        kernel=this_kernel(),
        engine=ask_engine(),
        sandboxes={name: BACKENDS[name](protected) for name in AUTO},
    )


def diagnose(around: Surroundings) -> MachineReport:
    """Look at everything; slots are really started, which takes some seconds."""
    trials = {name: try_out(sandbox) for name, sandbox in around.sandboxes.items()}
    taken = _taken(around.sandboxes)
    return MachineReport(
        findings=tuple(_findings(around, trials, taken)),
        sandbox=taken if taken is not None and trials[taken].works else "",
    )


def _findings(
    around: Surroundings, trials: Mapping[str, SlotTrial], taken: str | None
) -> Iterator[MachineFinding]:
    yield from software()
    yield from machine(around.results)
    if "local" in trials:
        yield from local(around.kernel, trials["local"])
    yield from docker(around.engine, trials.get("docker"))
    yield choice(trials, taken)
    yield _torch(None if taken is None else around.sandboxes[taken])
    yield from course(around.course)


def _torch(sandbox: Sandbox | None) -> MachineFinding:
    version = version_of("torch")
    if version is None or sandbox is None:
        return torch(version, None)
    return torch(version, try_out(sandbox, WITH_TORCH))


def _taken(sandboxes: Mapping[str, Sandbox]) -> str | None:
    """The first that does not refuse, as `auto` has it."""
    return next((name for name, each in sandboxes.items() if each.refusal() is None), None)


def _of_course(found: Course | CourseError) -> tuple[Path, ...]:
    """What no student's code may read, as in a run."""
    if isinstance(found, CourseError):
        return ()
    return (*found.private, secret_file(found.settings.name))
