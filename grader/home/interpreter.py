"""A Python interpreter with a student's code, on three pipes: requests, answers, prints."""

from __future__ import annotations

import os
import queue
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from typing import IO

import msgspec

from grader.errors import SlotLost
from grader.far import messages as m
from grader.far.boot import command, environment
from grader.far.limits import Limits
from grader.far.records import Facts, Settings
from grader.far.wire import Decoder
from grader.home.process import PIECE, READY

START = 60.0
"""Seconds that an interpreter may take to import NumPy or torch from a cold disk."""


class Interpreter:
    """One process, started at once and ready later; `close` ends it, whatever it does.

    Its folder is an empty one of its own, as it is at the instructor's: a file that lies beside
    the student's code is not there when it is graded.
    """

    def __init__(self, settings: Settings) -> None:
        self.loaded: set[str] = set()
        """Parts that it has read."""
        self.stocked = False
        self.frames = _frames(settings.limits)
        self._limits = settings.limits
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            command("grader.home.process", msgspec.json.encode(settings).decode()),
            env=environment(),
            cwd=self._folder.name,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._prints = bytearray()
        self._printed = 0
        """Bytes printed so far, those already collected included."""
        for work in (self._listen, self._collect):
            threading.Thread(target=work, daemon=True).start()
        self._ready = False

    def wait(self) -> None:
        """Until it is ready. Raises SlotLost when it cannot be."""
        if self._ready:
            return
        said = self.hear(time.monotonic() + START)
        if not said or not said.startswith(READY):
            self.close()
            words = self.prints(2000).decode("utf-8", "replace").strip()
            raise SlotLost(f"Python could not be started for your code: {words or 'no answer'}")
        self._ready = True
        if said != READY:
            self.frames.feed(said[len(READY) :])

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    @property
    def prints_too_much(self) -> bool:
        """Whether it printed more than the limits allow."""
        return self._printed > self._limits.output

    def say(self, data: bytes) -> None:
        """Send bytes. One that has ended hears nothing, which its silence tells."""
        with suppress(OSError, ValueError):
            _pipe(self._process.stdin).write(data)
            _pipe(self._process.stdin).flush()

    def hear(self, deadline: float) -> bytes | None:
        """The next bytes; empty when it has ended, None when the deadline passes first."""
        try:
            return self._answers.get(timeout=max(deadline - time.monotonic(), 0.0))
        except queue.Empty:
            return None

    def prints(self, most: int) -> bytes:
        """Take what it printed since the last look, the first `most` bytes."""
        taken, self._prints = bytes(self._prints[:most]), bytearray()
        return taken

    def facts(self, killed_for: str = "") -> Facts:
        """What is known of it after its end."""
        code = self._process.wait()
        return Facts(
            exit_code=code if code >= 0 and not killed_for else None,
            signal=-code if code < 0 and not killed_for else None,
            killed_for=killed_for,
            wall_seconds=time.monotonic() - self._began,
            output_bytes=self._printed,
        )

    def close(self) -> None:
        """End it and remove its folder."""
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()

    def _listen(self) -> None:
        """Pass answers on, in a thread: pipes have no deadline of their own on every system."""
        while data := _some(self._process.stdout):
            self._answers.put(data)
        self._answers.put(b"")

    def _collect(self) -> None:
        """Keep what is printed and count the rest, in a thread: a full pipe would stop the code."""
        while data := _some(self._process.stderr):
            self._printed += len(data)
            self._prints += data[: max(self._limits.output_kept - len(self._prints), 0)]


def _frames(limits: Limits) -> Decoder[m.ToJudge]:
    return Decoder(m.ToJudge, cap=limits.frame)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without this pipe")
    return pipe


def _some(pipe: IO[bytes] | None) -> bytes:
    """Some bytes as soon as there are any; empty at the end."""
    with suppress(OSError, ValueError):
        return os.read(_pipe(pipe).fileno(), PIECE)
    return b""
