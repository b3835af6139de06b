"""`grader check --watch` goes on through everything that happens to a file, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.cli.watching import Watch
from grader.errors import ExitCode
from tests.courses import make_course
from tests.home.released import release
from tests.home.terminal import COMMAND, environment
from tests.processes import hearing_ctrl_c, nothing_left
from tests.requires import requires

MOST_SECONDS = 120.0
"""Seconds after which what is waited for will not come."""
RIGHT = "def double(x):\n    return 2 * x\n"


class Watching:
    """A running `grader check --watch`."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work.py"
        with hearing_ctrl_c():
            self.process = subprocess.Popen(
                [*COMMAND, "check", "--watch"],
                cwd=folder,
                env=environment(PYTHONUNBUFFERED="1"),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        self._output = bytearray()
        threading.Thread(target=self._listen, daemon=True).start()

    def says(self, words: str) -> bool:
        """Wait until it prints words, and drop everything up to them."""
        deadline = time.monotonic() + MOST_SECONDS
        while (place := self._output.find(words.encode())) < 0:
            if time.monotonic() > deadline:
                pytest.fail(f"{words!r} was not printed, but: {self._output.decode()}")
            time.sleep(0.02)
        del self._output[: place + len(words)]
        return True

    def save(self, source: str) -> None:
        """As editors do: a new file in the place of the old one."""
        new = self.work.with_name("work.py~")
        new.write_text(source)
        new.replace(self.work)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while data := os.read(self.process.stdout.fileno(), 65536):
            self._output += data


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    requires(os.name == "posix", "Ctrl-C is sent as a signal")
    folder = release(make_course(tmp_path / "course"), tmp_path / "Übung 1")
    (folder / "work.py").write_text("def double(x):\n    raise NotImplementedError\n")
    with nothing_left():
        started = Watching(folder)
        yield started
        started.process.kill()
        started.process.wait()
        assert started.process.stdout is not None
        started.process.stdout.close()


def test_every_save_is_checked_until_ctrl_c(watching: Watching) -> None:
    assert watching.says("not written yet")
    assert watching.says("Ctrl-C ends")
    watching.save("def double(x):\n    return 3 * x\n")
    assert watching.says("wrong")
    watching.save("def double(x:\n")
    assert watching.says("SyntaxError")
    watching.work.unlink()
    assert watching.says("has no work.py")
    watching.save("def double(x):\n    while True: pass\n")
    assert watching.says("does a loop never end?")
    watching.save(RIGHT)
    assert watching.says("4 of 4 points")
    assert watching.says("Ctrl-C ends")
    watching.process.send_signal(signal.SIGINT)
    assert watching.says("grader: stopped")
    assert watching.process.wait(MOST_SECONDS) == ExitCode.INTERRUPTED


def test_ctrl_c_in_the_middle_of_a_check_ends_it(watching: Watching) -> None:
    assert watching.says("Ctrl-C ends")
    watching.save("import time\ndef double(x):\n    time.sleep(60)\n")
    time.sleep(0.5)
    watching.process.send_signal(signal.SIGINT)
    assert watching.says("grader: stopped")
    assert watching.process.wait(MOST_SECONDS) == ExitCode.INTERRUPTED


# --- what counts as a save --------------------------------------------------------------------


def test_saving_adding_and_removing_code_is_seen_and_nothing_else(tmp_path: Path) -> None:
    work = tmp_path / "work.py"
    work.write_text("x = 1\n")
    watch = Watch(work)
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / ".venv" / "lib").mkdir(parents=True)
    (tmp_path / ".venv" / "lib" / "installed.py").write_text("")
    assert not watch.changed()
    work.write_text("x = 22\n")
    assert watch.changed()
    assert not watch.changed()
    (tmp_path / "more.ipynb").write_text("{}")
    assert watch.changed()
    work.unlink()
    assert watch.changed()
    assert not watch.changed()
