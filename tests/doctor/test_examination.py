"""What is found on this machine, and on poorer ones."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.doctor.examination import Surroundings, diagnose
from grader.doctor.local_findings import Kernel
from grader.doctor.report import MachineFinding, MachineReport, State
from grader.errors import SandboxMissing
from grader.far.lockdown import landlock_abi
from grader.sandbox.local import LocalSandbox
from tests.courses import make_course
from tests.processes import nothing_left
from tests.requires import requires
from tests.sabotage import DeadOnArrival

NO_ENGINE = SandboxMissing("no engine answers at unix:///nowhere")


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """This machine, where no docker engine is looked for."""
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    return Surroundings(
        course=make_course(tmp_path / "course"),
        results=tmp_path / "results",
        kernel=Kernel(landlock=landlock_abi(), seccomp=True),
        engine=NO_ENGINE,
        sandboxes={"local": LocalSandbox()},
    )


def without_landlock(around: Surroundings) -> Surroundings:
    return replace(
        around,
        kernel=Kernel(landlock=0, seccomp=True),
        sandboxes={"local": LocalSandbox(landlock=0)},
    )


def found(diagnosis: MachineReport, area: str) -> MachineFinding:
    return next(finding for finding in diagnosis.findings if finding.area == area)


def test_a_slot_is_really_started_and_asked_and_nothing_of_it_stays(around: Surroundings) -> None:
    with nothing_left():
        diagnosis = diagnose(around)
    assert (diagnosis.ready, diagnosis.sandbox) == (True, "local")
    assert "answers" in found(diagnosis, "local sandbox").sentence


def test_without_docker_a_machine_is_ready_where_local_works(around: Surroundings) -> None:
    assert diagnose(around).ready


def test_without_landlock_and_docker_nothing_can_be_graded(around: Surroundings) -> None:
    diagnosis = diagnose(without_landlock(around))
    assert (diagnosis.ready, diagnosis.sandbox) == (False, "")
    assert found(diagnosis, "Landlock").state is State.WARNING
    assert found(diagnosis, "sandbox").state is State.MISSING


def test_a_sandbox_whose_slots_do_not_start_is_not_ready_though_it_does_not_refuse(
    around: Surroundings,
) -> None:
    diagnosis = diagnose(replace(around, sandboxes={"local": DeadOnArrival()}))
    assert not diagnosis.ready
    assert "while we waited for it to be ready" in found(diagnosis, "sandbox").sentence


def test_auto_takes_the_next_sandbox_when_the_first_refuses(around: Surroundings) -> None:
    first = LocalSandbox(landlock=0)
    diagnosis = diagnose(replace(around, sandboxes={"docker": first, "local": LocalSandbox()}))
    assert (diagnosis.ready, diagnosis.sandbox) == (True, "local")


def test_a_machine_where_submissions_could_read_the_course_is_not_ready(
    around: Surroundings,
) -> None:
    here = LocalSandbox((Path(sys.prefix),))
    diagnosis = diagnose(replace(around, sandboxes={"local": here}))
    assert not diagnosis.ready
    assert "submissions could read" in found(diagnosis, "sandbox").sentence
    assert found(diagnosis, "sandbox").remedy.startswith("Move the course")


def test_whatever_is_not_ok_comes_with_what_to_do(around: Surroundings) -> None:
    for machine in (around, without_landlock(around)):
        for finding in diagnose(machine).findings:
            assert bool(finding.remedy) == (finding.state is not State.OK), finding
