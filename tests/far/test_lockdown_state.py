"""What a locked child is: its user, rights, limits and ties, and how a lockdown fails."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.wire.limits import MIB, Limits
from tests.far.locked import VARIANTS, Locked, Variant, locked

NEWEST = Variant(VARIANTS[0].as_root, None)


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def child(request: pytest.FixtureRequest) -> Iterator[Locked]:
    with locked(request.param) as ready:
        yield ready


def test_the_kernel_agrees_about_the_state_of_a_locked_child(child: Locked) -> None:
    source = "import time; open(scratch + '/pid', 'w').write(str(os.getpid())); time.sleep(3600)"
    status = _status_while_running(child, source)
    sets = ("CapInh", "CapPrm", "CapEff", "CapAmb")
    assert {status[name] for name in sets} == {"0000000000000000"}
    assert (status["NoNewPrivs"], status["Seccomp"], status["Threads"]) == ("1", "2", "1")
    assert status["oom_score_adj"] == "1000"
    assert set(status["Uid"].split()) == {str(child.world.user)}
    if child.world.as_root:
        assert set(status["Gid"].split()) == {str(child.world.user)}
        assert status["Groups"] == ""


def _status_while_running(child: Locked, source: str) -> dict[str, str]:
    """/proc/PID/status of a child that sleeps until it is killed here."""
    pid_file = child.world.scratch / "pid"
    pid_file.unlink(missing_ok=True)
    thread = threading.Thread(target=child.run, args=(source,))
    thread.start()
    while not pid_file.exists() or not pid_file.read_text():
        thread.join(0.01)
    folder = Path("/proc") / pid_file.read_text()
    lines = (folder / "status").read_text().splitlines()
    status = {name: value.strip() for name, value in (line.split(":", 1) for line in lines)}
    status["oom_score_adj"] = (folder / "oom_score_adj").read_text().strip()
    os.kill(int(folder.name), signal.SIGKILL)
    thread.join()
    return status


def test_a_locked_child_has_only_the_descriptors_it_was_given(child: Locked) -> None:
    source = """
import os
def is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
result = sum(is_open(fd) for fd in range(256))
"""
    assert child.value(source) == "4"


def test_a_locked_child_leads_its_own_session(child: Locked) -> None:
    assert child.value("result = os.getsid(0) == os.getpgid(0) == os.getpid()") == "True"


def test_a_locked_child_is_closed_to_inspection(child: Locked) -> None:
    assert child.value("result = syscall(NUMBER['prctl'], 3)") == "0"


# --- limits -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> Iterator[Locked]:
    limits = Limits(memory=256 * MIB, file_size=1 * MIB, open_files=32, budget_cpu=0.2)
    with locked(NEWEST, limits=limits) as ready:
        yield ready


def test_memory_beyond_the_limit_is_a_memory_error(small: Locked) -> None:
    assert small.run("x = bytearray(1 << 30)") == ["raised", "MemoryError", None]


def test_memory_taken_in_steps_ends_in_a_memory_error(small: Locked) -> None:
    assert small.run("x = []\nwhile True: x.append(b'x' * (1 << 20))")[1] == "MemoryError"


def test_a_file_beyond_the_limit_is_an_error(small: Locked) -> None:
    source = "open(scratch + '/large', 'wb').write(bytes(2 << 20))"
    assert small.run(source) == ["raised", "OSError", errno.EFBIG]


def test_descriptors_beyond_the_limit_are_an_error(small: Locked) -> None:
    source = "import os\nwhile True: os.dup(0)"
    assert small.run(source) == ["raised", "OSError", errno.EMFILE]


def test_the_kernel_ends_a_loop_even_without_a_supervisor(small: Locked) -> None:
    source = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert small.run(source) == ["signal", signal.SIGKILL]


# --- processes, where a plan allows them ------------------------------------------------------


@pytest.fixture(scope="module")
def parent() -> Iterator[Locked]:
    with locked(NEWEST, processes=True) as ready:
        yield ready


def test_a_plan_may_allow_processes(parent: Locked) -> None:
    source = "pid = os.fork()\nif not pid: os._exit(7)\nresult = os.waitpid(pid, 0)[1] >> 8"
    assert parent.value(source) == "7"


@pytest.mark.parametrize("flags", ["0x10000000", "0x20000000", "0x40000000", "0x20000", "0x8000"])
def test_no_process_in_a_new_namespace_or_beside_its_parent(parent: Locked, flags: str) -> None:
    source = f"syscall(NUMBER['clone'], {flags} | 17, 0, 0, 0, 0)"
    assert parent.run(source) == ["raised", "PermissionError", errno.EPERM]


def test_a_process_of_a_locked_child_is_locked_as_well(parent: Locked) -> None:
    source = """
import socket
pid = os.fork()
if not pid:
    try:
        open(outside + '/file.txt')
    except PermissionError:
        try:
            socket.socket()
        except PermissionError:
            os._exit(3)
    os._exit(0)
result = os.waitpid(pid, 0)[1] >> 8
"""
    assert parent.value(source) == "3"


# --- the end ----------------------------------------------------------------------------------


def test_a_child_dies_with_the_process_that_forked_it(tmp_path: Path) -> None:
    code = f"""
import os, time
from grader.far.lockdown import Plan, prepare, readable_paths
uid = 65533 if os.geteuid() == 0 else None
lockdown = prepare(Plan(uid=uid, read_only=readable_paths(()), scratch={str(tmp_path)!r}))
if os.fork() == 0:
    lockdown.apply(keep_fds=(1,))
    os.write(1, b'locked')
    time.sleep(3600)
time.sleep(3600)
"""
    zygote = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert zygote.stdout is not None
    assert zygote.stdout.read(6) == b"locked"
    zygote.kill()
    assert zygote.communicate()[0] == b""  # the child held the pipe open until it died
