"""Containers, engines, images and graders that go away in the middle of a run.

Each is our fault: tried again, or a clear stop after which the same command goes on. No grade is
lost or wrong, and no container is left behind.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.assignments import Course
from grader.errors import ExitCode
from grader.far.supervisor.leftovers import descendants
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.orphans import OWNER, is_orphan
from grader.sandbox.docker.sandbox_image import TAG
from tests.classroom import (
    CRASH,
    RIGHT,
    SLOW,
    WRONG,
    hand_in,
    make_classroom,
    points,
    run,
    sittings,
    started,
    stored,
    wait_until,
)
from tests.sandbox.docker.own_engine import OwnEngine

CLASS = {
    "ada": SLOW,
    "ben": WRONG,
    "chen": SLOW + "# chen\n",
    "dora": CRASH,
    "eve": SLOW + "# eve\n",
    "fay": RIGHT,
}
POINTS = {"ada": 10, "ben": 0, "chen": 10, "dora": 0, "eve": 10, "fay": 10}
SLEEPY = SLOW.replace("0.4", "9")
"""Is still at it after the ten seconds in which an engine ends."""
RUN = ("run", "subs", "--sandbox", "docker", "--slots", "1")


class Classroom:
    """A folder with a course and a class."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.course: Course = make_classroom(home)
        hand_in(home / "subs", **CLASS)

    def is_graded(self) -> bool:
        """Whether everybody has the points that are theirs."""
        return points(self.home) == {f"a00/{name}": each for name, each in POINTS.items()}


@pytest.fixture
def classroom(tmp_path: Path) -> Classroom:
    return Classroom(tmp_path)


@pytest.fixture
def no_orphans(ready_engine: Engine) -> Iterator[None]:
    """Fail when a test leaves a container whose grader is gone."""
    yield
    containers = ready_engine.client.containers.list(all=True, filters={"label": OWNER})
    assert [each.id for each in containers if is_orphan(each.labels)] == []


def containers_of(engine: Engine, grader: subprocess.Popen[str]) -> list[str]:
    """The ids of the containers that belong to a running grader."""
    owners = {str(pid) for pid in (grader.pid, *descendants(grader.pid))}
    containers = engine.client.containers.list(all=True, filters={"label": OWNER})
    return [str(each.id) for each in containers if each.labels[OWNER] in owners]


@pytest.mark.usefixtures("no_orphans")
def test_a_container_that_somebody_removes_costs_nobody_a_grade(
    ready_engine: Engine, classroom: Classroom
) -> None:
    with started(classroom.home, *RUN) as grader:
        wait_until(lambda: sittings(classroom.course) >= 1)
        (container,) = containers_of(ready_engine, grader)
        ready_engine.client.api.remove_container(container, force=True)
        grader.communicate()
    assert grader.returncode == ExitCode.OK
    assert classroom.is_graded()


@pytest.mark.usefixtures("no_orphans", "ready_engine")
def test_two_graders_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    rooms = [Classroom(tmp_path / "one"), Classroom(tmp_path / "two")]
    with started(rooms[0].home, *RUN) as one, started(rooms[1].home, *RUN) as two:
        one.communicate()
        two.communicate()
    assert (one.returncode, two.returncode) == (ExitCode.OK, ExitCode.OK)
    assert all(room.is_graded() for room in rooms)


@pytest.mark.usefixtures("no_orphans")
def test_the_next_run_removes_what_a_killed_grader_left(
    ready_engine: Engine, classroom: Classroom
) -> None:
    with started(classroom.home, *RUN) as grader:
        wait_until(lambda: stored(classroom.home))
        (container,) = containers_of(ready_engine, grader)
        grader.kill()
        grader.communicate()
    state = ready_engine.client.containers.get(container)
    wait_until(lambda: state.reload() or state.status == "exited")
    assert run(classroom.home, *RUN).returncode == ExitCode.OK
    assert classroom.is_graded()


# --- an engine of our own ---------------------------------------------------------------------


def test_an_engine_that_stops_ends_the_run_and_the_next_one_goes_on(
    engine_of_ours: OwnEngine, classroom: Classroom
) -> None:
    engine = engine_of_ours
    hand_in(classroom.home / "subs", chen=SLEEPY)
    with started(classroom.home, *RUN, DOCKER_HOST=engine.address) as grader:
        wait_until(lambda: sittings(classroom.course) >= 3)
        engine.stop()
        _, said = grader.communicate()
    assert grader.returncode == ExitCode.ENVIRONMENT, said
    assert "run the same command again" in said
    kept = stored(classroom.home)
    assert kept
    engine.start()
    hand_in(classroom.home / "subs", chen=SLOW)
    assert run(classroom.home, *RUN, DOCKER_HOST=engine.address).returncode == ExitCode.OK
    assert classroom.is_graded()
    assert kept.items() <= stored(classroom.home).items()
    assert engine.docker("ps", "--all", "--quiet") == ""


def test_an_engine_that_is_killed_keeps_no_container_once_it_is_back(
    engine_of_ours: OwnEngine, classroom: Classroom
) -> None:
    engine = engine_of_ours
    with started(classroom.home, *RUN, DOCKER_HOST=engine.address) as grader:
        wait_until(lambda: sittings(classroom.course) >= 1)
        engine.kill()
        _, said = grader.communicate()
    assert grader.returncode == ExitCode.ENVIRONMENT, said
    kept = stored(classroom.home)
    engine.start()
    assert len(engine.docker("ps", "--all", "--quiet").splitlines()) == 1
    assert run(classroom.home, *RUN, DOCKER_HOST=engine.address).returncode == ExitCode.OK
    assert classroom.is_graded()
    assert kept.items() <= stored(classroom.home).items()
    assert engine.docker("ps", "--all", "--quiet") == ""


def test_an_image_that_is_deleted_stops_the_next_run_and_not_this_one(
    engine_of_ours: OwnEngine, classroom: Classroom
) -> None:
    engine = engine_of_ours
    image = engine.docker("images", "--quiet", "--no-trunc", TAG)
    with started(classroom.home, *RUN, DOCKER_HOST=engine.address) as grader:
        wait_until(lambda: sittings(classroom.course) >= 1)
        engine.docker("tag", image, "kept:for-later")
        engine.docker("rmi", TAG)
        _, said = grader.communicate()
    assert grader.returncode == ExitCode.OK, said
    assert classroom.is_graded()
    hand_in(classroom.home / "subs", gus=RIGHT)
    refused = run(classroom.home, *RUN, DOCKER_HOST=engine.address)
    assert refused.returncode == ExitCode.ENVIRONMENT
    assert "grader image build" in refused.stderr
    engine.docker("tag", image, TAG)
    assert run(classroom.home, *RUN, DOCKER_HOST=engine.address).returncode == ExitCode.OK
