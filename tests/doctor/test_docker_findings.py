"""The docker sandbox, as the doctor sees it."""

from __future__ import annotations

import pytest

from grader.doctor.docker_findings import ask_engine, docker, image, limits
from grader.doctor.engine_findings import EngineReport
from grader.doctor.report import MachineFinding, State
from grader.doctor.slot_trial import SlotTrial
from grader.errors import GraderError, SandboxMissing
from grader.sandbox.docker.sandbox_image import ImageStatus
from grader.wire.control import Ready
from tests.requires import requires

READY = ImageStatus("ready", id="sha256:0123456789abcdef0123456789abcdef", recipe="r")
SLOT = Ready(tier="docker", python="3.12.1", versions={}, uid=1000, landlock_abi=4, scratch="tmpfs")


def report(found: ImageStatus = READY) -> EngineReport:
    return EngineReport(
        address="unix:///run/e.sock",
        info={"SecurityOptions": ["name=seccomp"]},
        version={"Version": "28.0.0"},
        image=found,
    )


def slot(trial: SlotTrial, found: ImageStatus = READY) -> list[MachineFinding]:
    return [each for each in docker(report(found), trial) if each.area == "docker sandbox"]


@pytest.mark.parametrize("state", ["missing", "stale"])
def test_an_image_that_has_to_be_built_says_by_which_command(state: str) -> None:
    finding = image(ImageStatus("missing" if state == "missing" else "stale"))
    assert finding.state is State.WARNING
    assert "grader image build" in finding.remedy


def test_an_image_that_is_there_is_named_with_its_digest() -> None:
    assert image(READY).state is State.OK
    assert "sha256:0123456789ab" in image(READY).sentence


def test_limits_that_do_not_hold_are_said() -> None:
    assert limits(None).state is State.OK
    finding = limits(SandboxMissing("memory does not hold"))
    assert (finding.state, finding.sentence) == (State.WARNING, "memory does not hold")
    assert finding.remedy


def test_a_slot_that_answers_is_well() -> None:
    (finding,) = slot(SlotTrial(ready=SLOT, warm=0.5))
    assert finding.state is State.OK


def test_a_slot_that_does_not_start_is_said_with_its_reason() -> None:
    (finding,) = slot(SlotTrial(trouble="it ended", remedy="Read the log."))
    assert (finding.state, finding.sentence) == (State.WARNING, "it ended")
    assert finding.remedy == "Read the log."


def test_without_an_image_nothing_is_said_about_slots() -> None:
    assert slot(SlotTrial(trouble="no image"), ImageStatus("missing")) == []


def test_a_kernel_without_landlock_below_the_engine_is_said() -> None:
    without = Ready(
        tier="docker", python="3.12.1", versions={}, uid=1000, landlock_abi=0, scratch="tmpfs"
    )
    trouble = slot(SlotTrial(ready=without, warm=0.5))[-1]
    assert trouble.state is State.WARNING
    assert "its own container" in trouble.sentence


def test_an_engine_that_does_not_answer_is_one_finding_with_its_address() -> None:
    (finding,) = docker(ask_engine("unix:///nowhere/docker.sock"), SlotTrial(trouble="no engine"))
    assert finding.state is State.WARNING
    assert "unix:///nowhere/docker.sock" in finding.sentence
    assert finding.remedy


def test_an_address_that_makes_no_sense_is_a_finding_too() -> None:
    (finding,) = docker(ask_engine("rubbish"), None)
    assert finding.state is State.WARNING
    assert "rubbish" in finding.sentence


def test_a_real_engine_says_what_it_is() -> None:
    answer = ask_engine()
    requires(not isinstance(answer, GraderError), f"no engine answers: {answer}")
    areas = {finding.area for finding in docker(answer, None)}
    assert {"docker engine", "cgroups", "docker security", "docker image"} <= areas
