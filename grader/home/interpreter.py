"""A Python interpreter with a student's code: requests and answers on pipes, output in a file."""

from __future__ import annotations

import os
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from grader.config import AssignmentSettings
from grader.errors import SlotLost
from grader.far.boot import command, environment
from grader.home.process import HEADER, PIECE_SIZE, READY
from grader.wire import messages as m
from grader.wire.control import Facts, Settings
from grader.wire.frames import Decoder, WireError

START_TIMEOUT = 60.0
"""Seconds that an interpreter may take to import NumPy or torch from a cold disk."""
POLL_INTERVAL = 0.05
"""Seconds between two looks at how much it printed."""
EXIT_TIMEOUT = 2.0
"""Seconds that a process may take to end after it closed its pipe."""
INVALID = bytes(PIECE_SIZE + 1)
"""What no piece can be: something else wrote to the pipe."""
FIRST_CRASH_CODE = 0xC0000000
"""Exit codes from here on are what Windows has instead of signals."""

_CARRIED = ("SYSTEMROOT", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""What Python needs on Windows and macOS to start at all."""
_HOMES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")


class Ended(Exception):
    """The interpreter has closed its pipe."""


class Interpreter:
    """One process, started at once and ready later; `close` ends it, whatever it does.

    Its folder is an empty one of its own, as it is at the instructor's: a file that lies beside
    the student's code is not there when it is graded.
    """

    def __init__(self, settings: Settings) -> None:
        self.has_files = False
        """Whether it was given the submission."""
        self.frames: Decoder[m.ToJudge] = Decoder(m.ToJudge, cap=settings.limits.frame)
        self.cpu = 0.0
        """CPU seconds that it has used, by its last piece."""
        self.received_at = time.monotonic()
        """When that came, or a request was sent since."""
        self._limits = settings.limits
        self._began = time.monotonic()
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process, self._printed = _started(settings, Path(self._folder.name))
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads = [_thread(self._read_answers), _thread(self._write_requests)]
        self._ready = False

    def wait_until_ready(self) -> None:
        """Raises SlotLost when it cannot be."""
        deadline = time.monotonic() + START_TIMEOUT
        while not self._ready and time.monotonic() < deadline:
            try:
                self._ready = self.receive() == READY
            except Ended:
                break
        if not self._ready:
            words = self.read_output(2000).decode("utf-8", "replace").strip()
            self.close()
            raise SlotLost(f"Python could not be started for your code: {words or 'no answer'}")

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can still be asked."""
        return self._process.poll() is None

    @property
    def output_size(self) -> int:
        """Bytes that it has printed."""
        return os.fstat(self._printed.fileno()).st_size

    def send(self, data: bytes) -> None:
        """Send bytes, without waiting for anybody to read them."""
        self.received_at = time.monotonic()
        self._requests.put(data)

    def receive(self) -> bytes:
        """The next bytes; none when nothing comes for a moment.

        Raises Ended when nothing will come any more, WireError when what came is no piece.
        """
        with suppress(queue.Empty):
            received = self._answers.get(timeout=POLL_INTERVAL)
            if received is None:
                raise Ended
            if received is INVALID:
                raise WireError("a piece that nobody announced")
            return received
        return b""

    def read_output(self, most: int) -> bytes:
        """What it printed since the last reading, the first `most` bytes."""
        return self._printed.read()[:most]

    def facts(self, killed_for: str = "") -> Facts:
        """What is known of it after its end, which comes now if it has not come yet."""
        try:
            code = self._process.wait(0 if killed_for else EXIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            killed_for = killed_for or "closed"
            self._process.kill()
            code = self._process.wait()
        return facts_of(
            code,
            killed_for,
            cpu=self.cpu,
            wall=time.monotonic() - self._began,
            printed=self.output_size,
        )

    def close(self) -> None:
        """End it and remove its folder."""
        self._process.kill()
        self._process.wait()
        self._requests.put(None)
        for thread in self._threads:
            thread.join(EXIT_TIMEOUT)
        if not any(thread.is_alive() for thread in self._threads):  # else a grandchild has the pipe
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    _pipe(pipe).close()
        self._printed.close()
        self._folder.cleanup()

    def _read_answers(self) -> None:
        """Pass answers on, in a thread: pipes have no deadline of their own on every system."""
        pipe = _pipe(self._process.stdout)
        while len(head := pipe.read(HEADER.size)) == HEADER.size:
            cpu, length = HEADER.unpack(head)
            if length > PIECE_SIZE:
                self._answers.put(INVALID)
                break
            self.cpu, self.received_at = cpu, time.monotonic()
            self._answers.put(pipe.read(length))
        self._answers.put(None)

    def _write_requests(self) -> None:
        """Write requests, in a thread: code that keeps the interpreter to itself reads nothing."""
        pipe = _pipe(self._process.stdin)
        with suppress(OSError):
            while (data := self._requests.get()) is not None:
                pipe.write(data)
                pipe.flush()


def far_side(settings: AssignmentSettings) -> Settings:
    """How Python is started for a student's code: with the limits of a sandbox, but no walls."""
    return Settings(
        tier="home",
        packages=settings.packages,
        torch=settings.torch,
        limits=settings.limits,
        lockdown=False,
    )


def facts_of(code: int, killed_for: str, *, cpu: float, wall: float, printed: int) -> Facts:
    """The end of a process in the words of a sandbox."""
    crashed = code < 0 or code >= FIRST_CRASH_CODE
    return Facts(
        exit_code=None if crashed or killed_for else code,
        signal=abs(code) if crashed and not killed_for else None,
        killed_for=killed_for,
        cpu_seconds=cpu,
        wall_seconds=wall,
        output_bytes=printed,
    )


def _started(settings: Settings, folder: Path) -> tuple[subprocess.Popen[bytes], IO[bytes]]:
    """The process, and the file with what it prints, which lies where it does not look."""
    home, printed = folder / "home", folder / "printed"
    home.mkdir()
    carried = {name: os.environ[name] for name in _CARRIED if name in os.environ}
    with printed.open("ab") as prints:
        process = subprocess.Popen(
            command("grader.home.process", msgspec.json.encode(settings).decode()),
            env={**environment(), **carried, **dict.fromkeys(_HOMES, str(home))},
            cwd=home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=prints,
        )
    return process, printed.open("rb")


def _thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without this pipe")
    return pipe
