"""Which limits hold in this container, found out by going beyond them.

`main([memory, processes])` tries each and prints a LimitsTrial as JSON. Run as root of a container
of its own that was given these limits; an engine may accept a limit and not enforce it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from grader.wire.record import Record

BEYOND = 4
"""How many times a limit is tried."""
FOLDERS = ("/", "/etc", "/usr", "/opt/grader", "/var", "/root")
_PAGE = 4096


class LimitsTrial(Record):
    """Whether each limit holds."""

    memory: bool
    """A process that takes more than the container may have is killed."""
    processes: bool
    network: bool
    """There is no way out: no route leads anywhere."""
    read_only: bool
    """Nothing can be written outside the temporary folder."""
    calls: bool
    """The seccomp profile is in force: sockets are refused."""
    privileges: bool
    """No program can give its caller more rights."""

    def broken(self) -> tuple[str, ...]:
        """The limits that do not hold."""
        return tuple(name for name in self.__struct_fields__ if not getattr(self, name))


def main(arguments: list[str]) -> None:
    """Arguments: the limits of bytes and of processes."""
    memory, processes = map(int, arguments)
    trial = LimitsTrial(
        memory=_memory_holds(memory),
        processes=_processes_hold(processes),
        network=_no_route(),
        read_only=not any(map(_writable, FOLDERS)),
        calls=_no_socket(),
        privileges="NoNewPrivs:\t1\n" in Path("/proc/self/status").read_text(),
    )
    sys.stdout.buffer.write(msgspec.json.encode(trial))


def _memory_holds(limit: int) -> bool:
    pid = os.fork()
    if pid == 0:
        Path("/proc/self/oom_score_adj").write_text("1000")
        taken = bytearray(BEYOND * limit)
        taken[::_PAGE] = b"x" * len(taken[::_PAGE])
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0


def _processes_hold(limit: int) -> bool:
    children: list[int] = []
    try:
        while len(children) < BEYOND * limit:
            if (pid := os.fork()) == 0:
                _sleep()
            children.append(pid)
    except BlockingIOError:
        return True
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return False


def _sleep() -> None:
    while True:
        time.sleep(60)


def _no_route() -> bool:
    """The table is missing where the kernel has no such network at all."""
    with suppress(FileNotFoundError):
        return len(Path("/proc/net/route").read_text().splitlines()) <= 1
    return True


def _writable(folder: str) -> bool:
    file = Path(folder, "grader-trial")
    with suppress(OSError):
        file.write_bytes(b"")
        file.unlink()
        return True
    return False


def _no_socket() -> bool:
    with suppress(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM):
        return False
    return True
