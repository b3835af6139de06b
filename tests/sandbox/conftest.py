"""The world of the hostile programs, and three kinds of slots in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.far.lockdown import landlock_abi, unreadable_ancestor
from grader.sandbox.local import LocalSandbox
from tests.requires import requires
from tests.sandbox.arena import Arena
from tests.sandbox.world import AS_ROOT, NOBODY, World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A course, a home and a bystander, for all tests of a file."""
    requires(landlock_abi() >= 2, "this kernel's Landlock is older than ABI 2")
    world = World()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(world.slots))
        yield world
    world.close()


@pytest.fixture(scope="module", params=["root", "user", "abi2"])
def arena(request: pytest.FixtureRequest, world: World) -> Iterator[Arena]:
    """As root, where each slot has a user of its own; as one ordinary user; and as that user with
    the Landlock of Debian 12's kernel, which knows less."""
    requires(AS_ROOT or request.param != "root", "only root can give each slot a user of its own")
    ordinary = NOBODY if AS_ROOT and request.param != "root" else None
    way = unreadable_ancestor(Path(__file__), NOBODY) if AS_ROOT else None
    requires(way is None, f"an ordinary user cannot read {way}")
    sandbox = LocalSandbox(user=ordinary, landlock=2 if request.param == "abi2" else None)
    arena = Arena(world, sandbox)
    yield arena
    arena.close()
    assert list(world.slots.iterdir()) == []
