"""A process that forks children under a lockdown plan and says how they ended.

`python locked_zygote.py PLAN PACKAGE...`, the plan as JSON. Each line on stdin is a JSON object:
`source` runs in a locked child with `names`. Each line on stdout is a JSON list:
`["value", repr]`, `["raised", type, errno]`, `["exited", code]` or `["signal", number]`.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import sys
from typing import Any

import msgspec

from grader.far.lockdown import Lockdown, Plan, prepare

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def syscall(number: int, *arguments: Any) -> int:
    """A raw system call, as a submission could make it."""
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result: int = libc.syscall(ctypes.c_long(number), *wide)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def outcome(source: str, names: dict[str, Any]) -> list[object]:
    """Run statements; the value is what they left in `result`."""
    try:
        exec(source, names)
    except Exception as error:
        return ["raised", type(error).__name__, getattr(error, "errno", None)]
    return ["value", repr(names.get("result"))]


def run_locked(lockdown: Lockdown, source: str, names: dict[str, Any]) -> list[object]:
    """Fork, lock, run, and return how it ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        lockdown.apply(keep_fds=(0, 1, 2, writer))
        os.write(writer, json.dumps(outcome(source, names)).encode())
        os._exit(0)
    os.close(writer)
    answer = os.read(reader, 1 << 16)
    os.close(reader)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return ["signal", os.WTERMSIG(status)]
    return list(json.loads(answer)) if answer else ["exited", os.WEXITSTATUS(status)]


def main(plan: str, *packages: str) -> None:
    """Import the packages, then serve requests until stdin ends."""
    for package in packages:
        importlib.import_module(package)
    with prepare(msgspec.json.decode(plan, type=Plan)) as lockdown:
        for line in sys.stdin:
            request = json.loads(line)
            names = {"os": os, "libc": libc, "syscall": syscall, **request["names"]}
            print(json.dumps(run_locked(lockdown, request["source"], names)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
