"""`grader run` on a real terminal: live progress, then a table that fits."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from grader.errors import ExitCode
from grader.far.lockdown import landlock_abi
from tests.classroom import RIGHT, SLOW, WRONG, command, environment, hand_in, make_classroom
from tests.processes import nothing_left
from tests.requires import requires

CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    requires(sys.platform == "linux" and landlock_abi() > 0, "there is no Landlock")
    make_classroom(tmp_path)
    with nothing_left():
        yield tmp_path


def on_terminal(home: Path, *arguments: str, columns: int, **more: str) -> str:
    """All that `grader ...` writes on a terminal so wide; no engine is asked, so nobody is."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        command(*arguments, "--sandbox", "local"),
        cwd=home,
        env=environment(home, TERM="xterm-256color", **more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == ExitCode.OK, written.decode()
    return written.decode()


def _read(terminal: int) -> bytes:
    with suppress(OSError):  # how Linux says that nobody can write any more
        return os.read(terminal, 65536)
    return b""


def table(written: str) -> list[str]:
    """What stays on the terminal, from the head of the table on."""
    return CONTROLS.sub("", written[written.rindex("student") :]).splitlines()


def test_progress_names_who_is_under_way_and_counts(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT, ben=SLOW, chen=SLOW)
    written = CONTROLS.sub("", on_terminal(home, "run", "subs", "--slots", "2", columns=80))
    assert "running the checks of a00 on the reference" in written
    assert re.search(r"grading .*0/3", written)
    assert re.search(r"grading .*1/3", written)
    assert "a00/ben, a00/chen" in written


def test_progress_is_gone_when_the_table_is_there(home: Path) -> None:
    hand_in(home / "subs", ada=SLOW)
    assert not any(
        "grading" in line for line in table(on_terminal(home, "run", "subs", columns=80))
    )


def test_a_narrow_terminal_folds_long_names(home: Path) -> None:
    name = "Maria-Magdalena Hohenzollern-Sigmaringen of the second group of the evening class"
    hand_in(home / "subs", **{name: WRONG})
    rows = table(on_terminal(home, "run", "subs", columns=80))
    assert max(map(len, rows)) <= 80
    assert any("0 / 10" in row and "double: wrong values (2 checks)" in row for row in rows)
    on_terminal(home, "run", "subs", columns=30)


def test_a_wide_terminal_keeps_a_row_on_one_line(home: Path) -> None:
    name = "Maria-Magdalena Hohenzollern-Sigmaringen of the second group of the evening class"
    hand_in(home / "subs", **{name: WRONG})
    rows = table(on_terminal(home, "run", "subs", columns=200))
    assert any(name in row and "double: wrong values (2 checks)" in row for row in rows)


def test_colours_are_left_out_when_the_environment_says_so(home: Path) -> None:
    hand_in(home / "subs", ada=RIGHT)
    on_terminal(home, "run", "subs", columns=80)
    assert "\x1b[1m" in on_terminal(home, "run", "subs", columns=80)
    assert not re.search(r"\x1b\[3\dm", on_terminal(home, "run", "subs", columns=80, NO_COLOR="1"))


def test_quiet_draws_nothing(home: Path) -> None:
    hand_in(home / "subs", ada=SLOW)
    assert on_terminal(home, "run", "subs", "--quiet", columns=80) == ""
