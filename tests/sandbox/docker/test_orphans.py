"""Whose containers are removed, and whose are not."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.orphans import (
    BOOT,
    DEADLINE,
    HOST,
    OWNER,
    STARTED,
    is_orphan,
    labels,
    remove_orphans,
)


def dead_process() -> str:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return str(process.pid)


def test_a_living_graders_container_is_no_orphan() -> None:
    assert not is_orphan(labels())


def test_a_dead_graders_container_is_an_orphan() -> None:
    assert is_orphan({**labels(), OWNER: dead_process()})


def test_a_process_that_was_given_the_same_number_is_not_the_owner() -> None:
    assert is_orphan({**labels(), STARTED: "1"})


def test_what_was_started_before_the_machine_is_an_orphan() -> None:
    assert is_orphan({**labels(), BOOT: "another"})


def test_another_machines_container_is_left_until_its_deadline() -> None:
    elsewhere = {**labels(), HOST: "elsewhere", OWNER: dead_process()}
    assert not is_orphan(elsewhere)
    assert is_orphan({**elsewhere, DEADLINE: str(int(time.time()) - 1)})


@pytest.mark.parametrize("name", [OWNER, DEADLINE])
@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30])
def test_labels_that_make_no_sense_raise_nothing(name: str, text: str) -> None:
    assert is_orphan({**labels(), name: text}) in (True, False)


def test_only_orphans_are_removed(ready_engine: Engine) -> None:
    with ready_engine.asking("create containers") as client:
        create = client.containers.create
        mine = create(sandbox_image.TAG, "true", labels=labels())
        orphan = create(sandbox_image.TAG, "true", labels={**labels(), OWNER: dead_process()})
        strangers = create(sandbox_image.TAG, "true", labels={"somebody": "else"})
    remove_orphans(ready_engine)
    with ready_engine.asking("list containers") as client:
        left = {container.id for container in client.containers.list(all=True)}
    for container in (mine, strangers):
        container.remove(force=True)
    assert {mine.id, strangers.id} <= left
    assert orphan.id not in left
