"""The process that runs a submission, from its first moment until it serves."""

from __future__ import annotations

import io
import os
import random
import socket
import sys
import traceback
from typing import NamedTuple, NoReturn

import msgspec
import numpy as np

from grader.far import kernel
from grader.far.child.warm import Serve, warm_up
from grader.far.child.zygote_messages import LOCKED
from grader.far.lockdown import Lockdown
from grader.wire.control import SlotSetup

_SEED = 0


class ChildPipes(NamedTuple):
    """A child's ends, as file descriptors: a data socket, and the write ends of two pipes."""

    data: int
    output: int
    ready: int


def run(
    slot: SlotSetup, pipes: ChildPipes, serve: Serve, lockdown: Lockdown | None, parent: int
) -> NoReturn:
    """Become the child: settle in, lock down, serve, end. Never returns to the caller's code."""
    code = 1
    try:
        _prepare(slot, pipes, lockdown, parent)
        serve(socket.socket(fileno=pipes.data), slot.settings)
        code = 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else int(leave.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        _flush()
        os._exit(code & 0xFF)


def main(arguments: list[str]) -> NoReturn:
    """A child of the trusted tier, a fresh process. Arguments: the SlotSetup as JSON, its pipes."""
    parent = os.getppid()
    slot = msgspec.json.decode(arguments[0], type=SlotSetup)
    pipes = ChildPipes(*map(int, arguments[1:]))
    try:
        serve = warm_up(slot.settings)
    except Exception as error:
        os.write(pipes.ready, f"{type(error).__name__}: {error}".encode())
        os._exit(1)
    run(slot, pipes, serve, None, parent)


def _prepare(slot: SlotSetup, pipes: ChildPipes, lockdown: Lockdown | None, parent: int) -> None:
    try:
        _settle(slot, pipes)
        if lockdown is None:
            kernel.die_with(parent)
        else:
            lockdown.apply(keep_fds=(0, 1, 2, pipes.data, pipes.ready))
        os.chdir(slot.scratch)  # as its owner: root in a container may not enter it
    except Exception as error:
        os.write(pipes.ready, f"{type(error).__name__}: {error}".encode())
        raise
    os.write(pipes.ready, LOCKED)
    os.close(pipes.ready)


def _settle(slot: SlotSetup, pipes: ChildPipes) -> None:
    os.dup2(pipes.output, 1)
    os.dup2(pipes.output, 2)
    os.close(pipes.output)
    os.environ.update(HOME=slot.scratch, TMPDIR=slot.scratch)
    sys.stdout, sys.stderr = _printer(1), _printer(2)
    random.seed(_SEED)
    np.random.seed(_SEED)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(_SEED)


def _printer(descriptor: int) -> io.TextIOWrapper:
    """A text stream that passes on each line when it ends, and any text without an exception."""
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), "utf-8", errors="backslashreplace", line_buffering=True
    )


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # the submission may have put anything in its place
            continue
