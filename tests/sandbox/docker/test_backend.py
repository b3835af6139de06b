"""The docker backend as the rest of grader meets it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import SandboxMissing, SlotLost, UsageError
from grader.executors.slots import Slot
from grader.model import SandboxSpec
from grader.sandbox.backends import sandbox
from grader.sandbox.channel import Channel
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.backend import DockerSandbox
from grader.sandbox.docker.engine import Engine
from tests.sandbox.docker.containers import no_container_stays

SPEC = SandboxSpec()


@pytest.fixture(autouse=True)
def _tidy(ready_engine: Engine) -> Iterator[None]:
    yield from no_container_stays(ready_engine)


def test_auto_prefers_docker(ready_engine: Engine) -> None:
    assert sandbox("auto").tier == "docker"


def test_a_slot_is_warm_and_says_what_it_is(ready_engine: Engine) -> None:
    session = DockerSandbox().open(SPEC)
    slot = Slot(session, SPEC)
    assert (slot.ready.tier, slot.ready.scratch) == ("docker", "tmpfs")
    assert slot.ready.uid not in (0, os.getuid())
    channel = Channel(session.sock)
    child = channel.start(30)
    assert channel.kill(child, 30).signal == 9
    assert slot.reset()
    session.close()


def test_without_landlock_a_slot_serves_one_submission(ready_engine: Engine) -> None:
    session = DockerSandbox(landlock=0).open(SPEC)
    slot = Slot(session, SPEC)
    assert (slot.ready.landlock_abi, slot.isolation) == (0, "fresh")
    session.close()


def test_data_folders_are_mounted_read_only(ready_engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("1,2\n")
    session = DockerSandbox().open(SandboxSpec(data=(str(tmp_path),)))
    with ready_engine.asking("look at a container") as client:
        mounts = client.containers.get(session.container).attrs["Mounts"]
    session.close()
    assert [(mount["Source"], mount["RW"]) for mount in mounts] == [(str(tmp_path), False)]


def test_nothing_else_of_the_host_is_mounted(ready_engine: Engine) -> None:
    session = DockerSandbox().open(SPEC)
    with ready_engine.asking("look at a container") as client:
        mounts = client.containers.get(session.container).attrs["Mounts"]
    session.close()
    assert mounts == []


def test_data_may_not_overlap_the_course(tmp_path: Path) -> None:
    course = tmp_path / "course"
    with pytest.raises(SandboxMissing, match="overlaps"):
        DockerSandbox((course,)).open(SandboxSpec(data=(str(tmp_path),)))


@pytest.mark.parametrize(
    "spec",
    [
        SandboxSpec(device="cuda"),
        SandboxSpec(image="python:3.12"),
        SandboxSpec(requirements=("scipy",)),
    ],
)
def test_what_docker_cannot_do_is_refused_with_what_to_do(spec: SandboxSpec) -> None:
    with pytest.raises(SandboxMissing) as refused:
        DockerSandbox().open(spec)
    assert refused.value.hint


def test_no_engine_is_a_refusal_that_names_the_socket(tmp_path: Path) -> None:
    refusal = DockerSandbox(address=f"unix://{tmp_path}/none.sock").refusal()
    assert refusal is not None
    assert "none.sock" in refusal.message
    assert "--sandbox local" in refusal.hint


def test_a_senseless_address_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no address"):
        DockerSandbox(address="nonsense://").refusal()


@pytest.mark.parametrize("state", ["missing", "stale"])
def test_an_image_that_does_not_fit_is_a_refusal_that_names_the_command(
    ready_engine: Engine, monkeypatch: pytest.MonkeyPatch, state: sandbox_image.State
) -> None:
    monkeypatch.setattr(sandbox_image, "status", lambda engine: sandbox_image.ImageStatus(state))
    refusal = DockerSandbox().refusal()
    assert refusal is not None
    assert "grader image build" in refusal.hint


def test_the_sdk_is_imported_only_by_who_wants_docker() -> None:
    code = "import sys, grader.sandbox.backends; sys.exit('docker' in sys.modules)"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0


def test_a_far_side_ends_itself_at_its_deadline(
    ready_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.sandbox.docker.backend.LIFETIME", 10)
    session = DockerSandbox().open(SPEC)
    channel = Channel(session.sock)
    channel.ready(30)
    with pytest.raises(SlotLost, match="ended"):
        channel.receive(30)
    session.close()
