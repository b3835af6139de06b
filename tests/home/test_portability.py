"""`grader check` needs nothing that Windows does not have: shown by taking it away.

Each process of Python that is started here loads a `sitecustomize` that removes what only some
systems have, so that also the process with the student's code does without.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.assignments import open_course
from grader.errors import ExitCode
from tests.home.released import release
from tests.home.terminal import COMMAND, environment
from tests.requires import requires

ROOT = Path(__file__).parents[2]

WITHOUT = '''
import importlib.abc
import os
import select
import signal
import socket
import sys

MODULES = frozenset(
    {"fcntl", "resource", "termios", "tty", "pty", "pwd", "grp", "posix_ipc", "syslog", "curses"}
)
NAMES = {
    os: (
        "fork forkpty getuid geteuid getgid getegid setuid setgid setsid setpgid getpgid killpg "
        "register_at_fork mkfifo pread pwrite wait3 wait4 posix_spawn pidfd_open "
        "sched_getaffinity sched_setaffinity getloadavg memfd_create chroot nice O_NOFOLLOW "
        "O_NONBLOCK O_CLOEXEC"
    ),
    signal: "SIGALRM SIGHUP SIGUSR1 alarm setitimer pthread_kill pthread_sigmask",
    select: "poll epoll",
    socket: "AF_UNIX socketpair send_fds recv_fds",
}


class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


import subprocess  # takes what it needs on this system before it goes

start = subprocess.Popen.__init__


def with_this(self, *args, env=None, **named):
    """The process of the student's code has an environment of its own."""
    path = {"PYTHONPATH": os.environ["PYTHONPATH"]}
    start(self, *args, env=env and {**env, **path}, **named)


subprocess.Popen.__init__ = with_this
for name in MODULES:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
for module, names in NAMES.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
'''

PROOF = """
import os, signal, select
assert not hasattr(os, "fork") and not hasattr(signal, "SIGALRM") and not hasattr(select, "poll")
try:
    import resource
except ImportError:
    print("without")
"""

WORK = """
import numpy as np


def entropy(p, base=None):
    while True:
        pass


def cross_entropy(p, q, base=None):
    import os
    raise RuntimeError("fork" if hasattr(os, "fork") else "no fork")


def kl_divergence(p, q, base=None):
    import os
    os._exit(3)
"""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment whose Python lacks what only some systems have."""
    start = tmp_path / "start up"
    start.mkdir()
    (start / "sitecustomize.py").write_text(WITHOUT)
    found = environment(PYTHONPATH=str(start), GRADER_TRACEBACK="1")
    proof = [sys.executable, "-c", PROOF]
    shown = subprocess.run(proof, env=found, capture_output=True, check=True, timeout=60)
    requires(shown.stdout.strip() == b"without", "Python here has a sitecustomize of its own")
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release and a student's work, in a folder with a space and an umlaut."""
    mine = release(open_course(ROOT), tmp_path / "Übung 3 ä" / "a03_losses", "a03_losses")
    work = ROOT / "examples" / "submissions" / "a03_losses" / "ada"
    shutil.copytree(work, mine, dirs_exist_ok=True)
    return mine


def checked(folder: Path, bare: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What is said of each function."""
    command = [*COMMAND, "check", "--json", "--html", "Seite ä.html"]
    ended = subprocess.run(
        command, cwd=folder, env=bare, capture_output=True, timeout=100, check=False
    )
    assert ended.returncode == ExitCode.OK, ended.stderr.decode()
    assert (folder / "Seite ä.html").exists()
    return {f["name"]: f for f in json.loads(ended.stdout)["functions"]}


def test_right_work_is_right(folder: Path, bare: dict[str, str]) -> None:
    states = {function["state"] for function in checked(folder, bare).values()}
    assert states <= {"right", "unseen"}


def test_loops_exits_and_exceptions_cost_their_own_checks(
    folder: Path, bare: dict[str, str]
) -> None:
    (folder / "information.py").write_text(WORK)
    functions = checked(folder, bare)
    verdicts = {
        name.partition(".")[2]: functions[name]["results"][0]["verdict"]
        for name in functions
        if name.startswith("information.") and functions[name]["results"]
    }
    assert verdicts["entropy"] == "TIMEOUT"
    assert verdicts["cross_entropy"] == "EXCEPTION"
    assert verdicts["kl_divergence"] == "EXITED"
    assert functions["losses.softmax"]["state"] == functions["likelihood.nll"]["state"] == "right"
    (result,) = functions["information.cross_entropy"]["results"]
    assert result["raised"]["message"] == "no fork", "the student's process has all there is"
