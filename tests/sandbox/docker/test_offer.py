"""What `grader run` does about an image that is missing or stale, on a real terminal and off it."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import ExitCode
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.sandbox_image import TAG
from tests.classroom import RIGHT, command, environment, hand_in, make_classroom, points, run
from tests.sandbox.docker.own_engine import OwnEngine

RUN = ("run", "subs", "--slots", "1", "--sandbox")


@pytest.fixture(scope="module")
def without_image(engine_of_ours: OwnEngine) -> Iterator[OwnEngine]:
    """An engine without network and without our image, so that no build can succeed."""
    engine_of_ours.docker("tag", TAG, "kept:for-later")
    engine_of_ours.docker("rmi", TAG)
    yield engine_of_ours
    engine_of_ours.docker("tag", "kept:for-later", TAG)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_classroom(tmp_path)
    hand_in(tmp_path / "subs", ada=RIGHT)
    return tmp_path


def on_a_terminal(home: Path, sandbox: str, says: str, address: str) -> tuple[int, str]:
    """Exit code and screen of a run whose person types `says`."""
    near, far = pty.openpty()
    with subprocess.Popen(
        command(*RUN, sandbox),
        cwd=home,
        env=environment(home, DOCKER_HOST=address, TERM="dumb"),
        stdin=far,
        stdout=far,
        stderr=far,
    ) as process:
        os.close(far)
        os.write(near, says.encode())
        screen = b""
        with suppress(OSError):  # a terminal whose last program has ended
            while piece := os.read(near, 4096):
                screen += piece
    os.close(near)
    return process.returncode, screen.decode()


def test_on_a_terminal_it_offers_to_build_and_takes_no_for_an_answer(
    without_image: OwnEngine, home: Path
) -> None:
    code, screen = on_a_terminal(home, "docker", "n\n", without_image.address)
    assert code == ExitCode.ENVIRONMENT
    assert "Build it now?" in screen
    assert "Step 1" not in screen
    assert "grader image build" in screen


def test_on_a_terminal_the_enter_key_builds_and_shows_the_steps(
    without_image: OwnEngine, home: Path
) -> None:
    code, screen = on_a_terminal(home, "docker", "\n", without_image.address)
    assert code == ExitCode.ENVIRONMENT
    assert "Step 1" in screen
    assert "the image could not be built" in screen
    assert "grader image build" in screen


def test_on_a_terminal_auto_offers_too_and_goes_on_without(
    without_image: OwnEngine, home: Path
) -> None:
    code, screen = on_a_terminal(home, "auto", "n\n", without_image.address)
    assert (code, points(home)) == (ExitCode.OK, {"a00/ada": 10})
    assert "Build it now?" in screen


def test_without_a_terminal_docker_builds_unasked_and_says_the_command_when_it_cannot(
    without_image: OwnEngine, home: Path
) -> None:
    done = run(home, *RUN, "docker", DOCKER_HOST=without_image.address)
    assert done.returncode == ExitCode.ENVIRONMENT
    assert "building it" in done.stderr
    assert "grader image build" in done.stderr


def test_without_a_terminal_auto_builds_nothing(without_image: OwnEngine, home: Path) -> None:
    done = run(home, *RUN, "auto", DOCKER_HOST=without_image.address)
    assert (done.returncode, points(home)) == (ExitCode.OK, {"a00/ada": 10})
    assert "build" not in done.stderr


@pytest.mark.parametrize("sandbox", ["docker", "auto"])
def test_an_image_that_is_up_to_date_is_neither_asked_about_nor_built(
    ready_engine: Engine, home: Path, sandbox: str
) -> None:
    code, screen = on_a_terminal(home, sandbox, "", ready_engine.address)
    assert code == ExitCode.OK, screen
    assert "Build it now?" not in screen
