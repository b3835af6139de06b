"""The process that runs a student's code at home: the judge on stdin and stdout, prints to stderr.

A fresh interpreter calls `main`. It forks nothing, passes no descriptors and needs nothing that
one operating system has and another has not.
"""

from __future__ import annotations

import os
import queue
import sys
import threading

import msgspec

from grader.far.records import Settings
from grader.far.serve import serve
from grader.far.warm import warm_up

PIECE = 256 * 1024
READY = b"!"
"""What the process says before its first frame."""


class Pipes:
    """The judge's two pipes as one stream. When the judge hangs up the process ends at once.

    A thread listens, so that this also holds while the student's code runs for ever.
    """

    def __init__(self, readable: int, writable: int) -> None:
        self._readable, self._writable = readable, writable
        self._heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def recv(self, most: int, /) -> bytes:
        """Wait for bytes of the judge: a piece as it came, of PIECE bytes at most."""
        return self._heard.get()

    def sendall(self, data: bytes | bytearray | memoryview, /) -> None:
        """Write everything."""
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[os.write(self._writable, rest[:PIECE]) :]

    def _listen(self) -> None:
        while heard := os.read(self._readable, PIECE):
            self._heard.put(heard)
        os._exit(0)


def main(arguments: list[str]) -> None:
    """Serve until the judge hangs up. Arguments: the Settings as JSON."""
    settings = msgspec.json.decode(arguments[0], type=Settings)
    pipes = _take_standard_streams()
    warm_up(settings)
    pipes.sendall(READY)
    serve(pipes, settings)


def _take_standard_streams() -> Pipes:
    """Move the judge's pipes off stdin and stdout, where a stray print would reach them."""
    pipes = Pipes(os.dup(0), os.dup(1))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return pipes
