"""Containers of graders that died: told by their labels, removed at the start of the next run."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.errors import SlotLost
from grader.sandbox.docker.engine import Engine

LIFETIME = 4 * 3600
"""Seconds after which a container ends itself, and anybody may remove it."""

OWNER = "backprop-grader.owner"
STARTED = "backprop-grader.owner-started"
HOST = "backprop-grader.host"
BOOT = "backprop-grader.boot"
DEADLINE = "backprop-grader.deadline"


def labels() -> dict[str, str]:
    """What tells a container of this process from others: who, on which machine, until when."""
    return {
        OWNER: str(os.getpid()),
        STARTED: _started(os.getpid()),
        HOST: socket.gethostname(),
        BOOT: _boot(),
        DEADLINE: str(int(time.time()) + LIFETIME),
    }


def remove_orphans(engine: Engine) -> int:
    """Remove what dead graders left on the engine; return how many containers that were."""
    with engine.asking("list containers") as client:
        ours = client.containers.list(all=True, filters={"label": OWNER}, ignore_removed=True)
    orphans = [container for container in ours if is_orphan(container.labels)]
    for container in orphans:
        with suppress(SlotLost), engine.asking("remove a container"):  # another was faster
            container.remove(force=True, v=True)
    return len(orphans)


def is_orphan(found: Mapping[str, str]) -> bool:
    """Whether the owner of a container with these labels is gone, or its time is over.

    The processes of another machine cannot be seen from here: for them only the time counts.
    """
    if time.time() > _number(found.get(DEADLINE)):
        return True
    if found.get(HOST) != socket.gethostname():
        return False
    return found.get(BOOT) != _boot() or not _lives(found)


def _lives(found: Mapping[str, str]) -> bool:
    owner = _number(found.get(OWNER))
    try:
        os.kill(owner, 0)
    except PermissionError:
        pass
    except (ProcessLookupError, OverflowError):
        return False
    return found.get(STARTED) == _started(owner)


def _number(text: str | None) -> int:
    """A label's number; 0, which is nobody's, when it is none."""
    return int(text) if text and text.isdecimal() else 0


def _started(pid: int) -> str:
    """When a process started, in the kernel's own count; a number is given to processes again."""
    with suppress(OSError):
        # The name before the last ")" is the process's own choice; fields are counted after it.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    return ""


def _boot() -> str:
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return ""
