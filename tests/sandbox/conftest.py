"""The world of the hostile programs, the kinds of slots in it, and a table of what was said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.far.lockdown import landlock_abi, unreadable_ancestor
from grader.sandbox.base import Sandbox
from grader.sandbox.docker.backend import DockerSandbox
from grader.sandbox.local import LocalSandbox
from tests.requires import requires
from tests.sandbox.arena import Arena
from tests.sandbox.results import WAYS, table
from tests.sandbox.world import AS_ROOT, NOBODY, World


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A course, a home and a bystander, for all tests of a file, which may have a CHECK_CPU."""
    requires(landlock_abi() >= 2, "this kernel's Landlock is older than ABI 2")
    world = World(getattr(request.module, "CHECK_CPU", 0.5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(world.slots))
        yield world
    world.close()


@pytest.fixture(scope="module", params=WAYS)
def arena(request: pytest.FixtureRequest, world: World) -> Iterator[Arena]:
    """Slots in each of the WAYS."""
    arena = Arena(world, _sandbox(request.param), request.param)
    yield arena
    arena.close()
    assert list(world.slots.iterdir()) == []
    assert not arena.is_there()


def _sandbox(way: str) -> Sandbox:
    if way == "docker":
        docker = DockerSandbox()
        refusal = docker.refusal()
        requires(refusal is None, str(refusal))
        return docker
    requires(AS_ROOT or way != "root", "only root can give each slot a user of its own")
    ordinary = NOBODY if AS_ROOT and way != "root" else None
    closed = unreadable_ancestor(Path(__file__), NOBODY) if AS_ROOT else None
    requires(closed is None, f"an ordinary user cannot read {closed}")
    return LocalSandbox(user=ordinary, landlock=2 if way == "abi2" else None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of what was said of each program, for a person and for docs/security.md."""
    lines = list(table(terminalreporter.stats.get("passed", ())))
    if lines:
        terminalreporter.section("hostile programs")
        terminalreporter.write("\n".join(lines) + "\n")
