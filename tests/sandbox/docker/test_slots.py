"""Containers as slots: shared and cleaned, or one for each submission."""

from __future__ import annotations

import pytest

from grader.executors.slots import SlotPool
from grader.model import SandboxSpec
from grader.sandbox.docker.backend import DockerSandbox
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.session import DockerSession


def visited(pool: SlotPool, spec: SandboxSpec) -> tuple[str, str]:
    """Lend a slot once; how it is isolated, and its container."""
    with pool.lend(spec) as slot:
        assert isinstance(slot.session, DockerSession)
        return slot.isolation, slot.session.container


@pytest.mark.parametrize(
    ("landlock", "asked", "isolation"),
    [(None, "reset", "reset"), (None, "fresh", "fresh"), (0, "reset", "fresh")],
    ids=["reset", "fresh", "without Landlock"],
)
def test_a_container_is_used_again_only_where_it_can_be_cleaned(
    ready_engine: Engine, landlock: int | None, asked: str, isolation: str
) -> None:
    pool = SlotPool(DockerSandbox(landlock=landlock))
    visits = [visited(pool, SandboxSpec(isolation=asked)) for _ in range(3)]
    pool.close()
    assert [how for how, _ in visits] == [isolation] * 3
    containers = {container for _, container in visits}
    assert len(containers) == (1 if isolation == "reset" else 3)
    left = {each.id for each in ready_engine.client.containers.list(all=True, ignore_removed=True)}
    assert not containers & left
