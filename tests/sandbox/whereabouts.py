"""Where a slot is on this machine: its processes and its files, seen from outside."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from grader.executors.slots import Slot
from grader.far.supervisor.leftovers import descendants
from grader.far.supervisor.scratch import PREFIX
from grader.sandbox.docker.session import DockerSession
from grader.sandbox.process_session import ProcessSession
from tests.sandbox.world import NOBODY

SHARED = ("tmp", "var/tmp", "dev/shm", "run")


def processes_in(slot: Slot) -> set[int]:
    """The processes of a slot: those in its container; else those below its supervisor, or of the
    user that is the slot's alone."""
    if isinstance(slot.session, DockerSession):
        return _processes_of_container(slot.session.container)
    assert isinstance(slot.session, ProcessSession)
    found = {slot.session.pid, *descendants(slot.session.pid)}
    if slot.ready.uid not in (NOBODY, os.getuid()):
        found |= {
            int(folder.name)
            for folder in Path("/proc").glob("[0-9]*")
            if _status(folder).get("Uid", "").split()[:1] == [str(slot.ready.uid)]
        }
    return found


def number_inside(pid: int) -> int:
    """The number that a process has in its own container."""
    return int(_status(Path(f"/proc/{pid}"))["NSpid"].split()[-1])


def scratch_of(processes: set[int]) -> Path:
    """The scratch folder of a slot with these processes: beside the lock that one of them holds."""
    for pid in processes:
        with suppress(PermissionError):
            for descriptor in Path(f"/proc/{pid}/fd").iterdir():
                target = os.readlink(descriptor)
                if PREFIX in target and target.endswith("/lock"):
                    return Path(target).with_name("scratch")
    raise LookupError(f"none of {processes} has a scratch folder")


def strange_files_inside(slot: Slot) -> list[Path]:
    """Files of hostile programs in a container, outside the scratch folder."""
    if isinstance(slot.session, ProcessSession):
        return []
    root = Path(f"/proc/{min(processes_in(slot))}/root")
    return [path for folder in SHARED for path in (root / folder).glob("*hostile*")]


def _processes_of_container(container: str) -> set[int]:
    """Those in a control group with the container's name."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if container in (folder / "cgroup").read_text():
                found.add(int(folder.name))
    return found


def _status(process: Path) -> dict[str, str]:
    """The lines of `/proc/<pid>/status`; none when it is gone."""
    with suppress(OSError):
        lines = (process / "status").read_text().splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return {}
