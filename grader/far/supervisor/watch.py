"""What a child has used so far, read from outside: nothing it says about itself counts."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.02
"""Seconds between two looks at a living child."""
NEAR = 0.95
"""Share of the memory limit at which a death by memory is believed."""

_MEMORY_LINES = {b"VmHWM:": "resident", b"VmRSS:": "resident", b"VmData:": "private"}


def threads(pid: int) -> int:
    """How many threads a process has now; 0 where the system tells nobody."""
    with suppress(OSError):
        return os.stat(f"/proc/{pid}/task").st_nlink - 2  # a link each, besides `.` and `..`
    return 0


@dataclass
class Memory:
    """The most memory a child was ever seen to hold, in bytes."""

    resident: int = 0
    """In RAM, pages shared with others included; the kernel remembers this peak for us."""
    private: int = 0
    """Reserved private memory: what RLIMIT_DATA limits."""

    def look(self, pid: int) -> None:
        """Take a sample."""
        try:
            lines = Path(f"/proc/{pid}/status").read_bytes().splitlines()
        except OSError:  # it is gone, or this is not Linux
            return
        for line in lines:
            words = line.split()
            if words and (name := _MEMORY_LINES.get(words[0])):
                setattr(self, name, max(getattr(self, name), int(words[1]) * 1024))

    def near(self, limit: int) -> bool:
        """Whether the child was seen close to the limit."""
        return max(self.resident, self.private) >= NEAR * limit


def oom_kills() -> int:
    """How often the kernel has killed a process of our control group for want of memory."""
    return max((_oom_kills(path) for path in _oom_counters()), default=0)


def _oom_counters() -> list[Path]:
    """Where the count may stand: control groups of version 2 and 1, seen from host or container."""
    root = Path("/sys/fs/cgroup")
    found = [root / "memory.events", root / "memory" / "memory.oom_control"]
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, group = line.split(":", 2)
            if not controllers:
                found.append(root / group.lstrip("/") / "memory.events")
            elif "memory" in controllers.split(","):
                found.append(root / "memory" / group.lstrip("/") / "memory.oom_control")
    return found


def _oom_kills(path: Path) -> int:
    with suppress(OSError):
        for line in path.read_text().splitlines():
            name, _, count = line.partition(" ")
            if name == "oom_kill":
                return int(count)
    return 0
