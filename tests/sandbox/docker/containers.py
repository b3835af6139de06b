"""Whether a test left containers behind."""

from __future__ import annotations

import os
from collections.abc import Iterator

from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.orphans import OWNER


def containers_of_ours(engine: Engine) -> set[str]:
    """The ids of all containers that this process owns."""
    with engine.asking("list containers") as client:
        label = f"{OWNER}={os.getpid()}"
        found = client.containers.list(all=True, filters={"label": label}, ignore_removed=True)
        return {container.id for container in found}


def no_container_stays(engine: Engine) -> Iterator[None]:
    """The body of a fixture: whatever the test started is gone after it."""
    before = containers_of_ours(engine)
    yield
    assert containers_of_ours(engine) <= before
