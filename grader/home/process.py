"""The process that runs a student's code at home: the judge on stdin and stdout, output to stderr.

A fresh interpreter calls `main`. It forks nothing, passes no descriptors and needs nothing that
one operating system has and another has not. It limits its memory where the system offers that.
"""

from __future__ import annotations

import math
import os
import queue
import signal
import struct
import sys
import threading
import time
from contextlib import suppress

import msgspec

from grader.far.child.serve import serve
from grader.far.child.warm import warm_up
from grader.wire.control import Settings
from grader.wire.limits import Limits

HEADER = struct.Struct("<dI")
"""Before each piece that goes to the judge: CPU seconds used so far, and how many bytes follow."""
PIECE_SIZE = 256 * 1024
"""The most bytes of a piece."""
READY = b"!"
"""The first piece."""
HEARTBEAT = 0.1
"""Seconds between two empty pieces, which only report the CPU seconds, while code runs."""


class JudgePipes:
    """The judge's two pipes as one stream. When the judge hangs up the process ends at once.

    Two threads read and send heartbeats: both also while the student's code runs for ever.
    """

    def __init__(self, readable: int, writable: int) -> None:
        self._readable, self._writable = readable, writable
        self._received: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._busy = threading.Event()
        self._one_piece = threading.Lock()
        for work in (self._read, self._beat):
            threading.Thread(target=work, daemon=True).start()

    def recv(self, most: int, /) -> bytes:
        """Wait for bytes of the judge: a piece as it came, of PIECE_SIZE bytes at most."""
        self._busy.clear()
        received = self._received.get()
        self._busy.set()
        return received

    def sendall(self, data: bytes | bytearray | memoryview, /) -> None:
        """Write everything."""
        rest = memoryview(data).cast("B")
        while rest:
            self._write(rest[:PIECE_SIZE])
            rest = rest[PIECE_SIZE:]

    def _write(self, piece: bytes | memoryview) -> None:
        with self._one_piece:
            rest = memoryview(HEADER.pack(time.process_time(), len(piece)) + piece)
            while rest:
                rest = rest[os.write(self._writable, rest) :]

    def _read(self) -> None:
        while received := os.read(self._readable, PIECE_SIZE):
            self._received.put(received)
        os._exit(0)

    def _beat(self) -> None:
        with suppress(OSError):  # the student's code may have closed the pipe
            while self._busy.wait():
                time.sleep(HEARTBEAT)
                if self._busy.is_set():
                    self._write(b"")


def main(arguments: list[str]) -> None:
    """Serve until the judge hangs up. Arguments: the Settings as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the judge, who ends this process
    settings = msgspec.json.decode(arguments[0], type=Settings)
    pipes = _take_standard_streams()
    warm_up(settings)
    _limit(settings.limits)
    pipes.sendall(READY)
    serve(pipes, settings)


def _take_standard_streams() -> JudgePipes:
    """Move the judge's pipes off stdin and stdout, where a stray print would reach them."""
    pipes = JudgePipes(os.dup(0), os.dup(1))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return pipes


def _limit(limits: Limits) -> None:
    """Set the limits of a sandbox that this system knows; Windows knows none of them."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_DATA, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
        # The judge is faster. This is for code that no thread can interrupt, left by its judge.
        (resource.RLIMIT_CPU, math.ceil(10 * limits.budget_cpu)),
    ):
        hard = resource.getrlimit(what)[1]
        if hard == resource.RLIM_INFINITY or most < hard:
            with suppress(ValueError, OSError):  # macOS refuses some that it has names for
                resource.setrlimit(what, (most, hard))
