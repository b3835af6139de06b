"""Every failure of the SDK becomes one of ours, with the engine's address in it."""

from __future__ import annotations

import inspect
import socket
from pathlib import Path

import pytest
from docker import errors
from requests import exceptions as http

from grader.errors import SandboxMissing, SlotLost, UsageError
from grader.sandbox.docker.engine import Engine, connect, meaning

RAISED = sorted(
    {
        kind
        for module in (errors, http)
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, errors.DockerException | http.RequestException | RuntimeError)
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_every_class_of_the_sdk_has_a_meaning_of_ours(kind: type[BaseException]) -> None:
    ours, hint = meaning(kind)
    assert issubclass(ours, SandboxMissing | SlotLost | UsageError)
    assert hint.endswith(".") or ":" in hint


def test_what_is_missing_is_told_from_what_was_lost() -> None:
    assert meaning(errors.ImageNotFound)[0] is SandboxMissing
    assert meaning(errors.NotFound)[0] is SlotLost
    assert meaning(http.ConnectTimeout)[0] is SlotLost
    assert meaning(http.SSLError)[0] is SandboxMissing


def test_a_missing_socket_says_which_and_what_to_start(tmp_path: Path) -> None:
    with pytest.raises(SandboxMissing, match=r"nobody\.sock") as refused:
        connect(f"unix://{tmp_path}/nobody.sock")
    assert "--sandbox local" in refused.value.hint


def test_an_engine_that_hangs_up_is_missing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(SandboxMissing, match=r"127\.0\.0\.1"):
        connect(address)


@pytest.mark.parametrize("address", ["nonsense://", "tcp://host:port"])
def test_an_address_without_sense_is_a_usage_error(address: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        connect(address)


def test_the_command_lines_context_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setenv("DOCKER_CONTEXT", "somewhere-else")
    monkeypatch.setattr("grader.sandbox.docker.engine.DEFAULT_ADDRESS", f"unix://{tmp_path}/x")
    with pytest.raises(SandboxMissing, match=str(tmp_path)):
        connect()


def test_a_container_that_is_gone_costs_the_slot(engine: Engine) -> None:
    with (
        pytest.raises(SlotLost, match=r"could not look \(Docker engine at .*No such container"),
        engine.asking("look") as client,
    ):
        client.containers.get("a-container-that-never-was")


def test_an_image_that_is_gone_is_missing(engine: Engine) -> None:
    with pytest.raises(SandboxMissing) as missing, engine.asking("look") as client:
        client.images.get("an-image-that-never-was:1")
    assert "grader image build" in missing.value.hint


def test_errors_of_our_own_pass_untouched(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), engine.asking("divide"):
        _ = 1 // 0
