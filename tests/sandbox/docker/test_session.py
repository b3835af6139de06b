"""A container's stream and its end, whoever brings it about."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from grader.errors import SandboxMissing, SlotLost
from grader.far.boot import command
from grader.model import SandboxSpec
from grader.sandbox.channel import Channel
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.backend import DockerSandbox
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.options import hardened
from grader.sandbox.docker.orphans import labels
from grader.sandbox.docker.session import DockerSession
from grader.wire.control import Settings
from grader.wire.limits import MIB, Limits
from tests.sandbox.docker.containers import no_container_stays

PATIENCE = 30.0
"""Seconds after which something hangs."""
ECHO = """
import sys
while data := sys.stdin.buffer.read1():
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
"""
FLOOD = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
SLEEP = "import time\ntime.sleep(600)"

Open = Callable[[str], DockerSession]


@pytest.fixture
def start(ready_engine: Engine) -> Iterator[Open]:
    """Starts a program in a container; every container is gone at the end."""
    tidy = no_container_stays(ready_engine)
    next(tidy)
    yield lambda code: DockerSession(ready_engine, options(code))
    next(tidy, None)


def options(code: str, **changes: object) -> dict[str, object]:
    return {
        "image": sandbox_image.TAG,
        "command": [sandbox_image.PYTHON, "-c", code],
        "labels": labels(),
        **hardened(128 * MIB, 32),
        **changes,
    }


def read_all(sock: socket.socket) -> bytes:
    sock.settimeout(PATIENCE)
    said = b""
    while data := sock.recv(1 << 16):
        said += data
    return said


def test_the_first_bytes_of_a_program_are_not_lost(start: Open) -> None:
    session = start("print('at once')")
    assert read_all(session.sock) == b"at once\n"
    session.close()


def test_large_data_comes_back_as_it_went(start: Open) -> None:
    session, data = start(ECHO), os.urandom(3 * MIB)
    threading.Thread(target=session.sock.sendall, args=(data,)).start()
    session.sock.settimeout(PATIENCE)
    back = b""
    while len(back) < len(data):
        back += session.sock.recv(1 << 16)
    assert back == data
    session.close()


def test_what_it_writes_to_stderr_is_not_in_the_stream_but_in_its_last_words(start: Open) -> None:
    session = start("import sys\nprint('why', file=sys.stderr)\nsys.exit(3)")
    assert read_all(session.sock) == b""
    assert session.last_words() == "the container ended (exit code 3)\nwhy"
    session.close()


def test_last_words_are_bounded(start: Open) -> None:
    session = start("import sys\nsys.stderr.write('x' * 1_000_000)")
    read_all(session.sock)
    assert len(session.last_words()) < 3000
    session.close()


def test_hanging_up_ends_the_programs_stdin(start: Open) -> None:
    session = start(ECHO + "\nprint('bye')")
    session.sock.sendall(b"hello ")
    session.sock.shutdown(socket.SHUT_WR)
    assert read_all(session.sock) == b"hello bye\n"
    session.close()


@pytest.mark.parametrize("code", [SLEEP, FLOOD, ECHO], ids=["sleeps", "floods", "listens"])
@pytest.mark.parametrize("end", [DockerSession.kill, DockerSession.close], ids=["kill", "close"])
def test_a_program_that_does_not_end_is_ended(
    start: Open, code: str, end: Callable[[DockerSession], None]
) -> None:
    session = start(code)
    end(session)
    session.close()


def test_a_flood_that_nobody_reads_takes_no_memory(start: Open) -> None:
    session = start(FLOOD)
    time.sleep(0.5)
    session.kill()
    session.sock.settimeout(PATIENCE)
    assert len(read_all(session.sock)) < 4 * MIB
    session.close()


def test_a_container_that_somebody_removes_closes_the_stream(
    start: Open, ready_engine: Engine
) -> None:
    session = start(SLEEP)
    with ready_engine.asking("remove a container") as client:
        client.containers.get(session.container).remove(force=True)
    assert read_all(session.sock) == b""
    assert session.last_words() == ""
    session.close()


def test_a_program_that_takes_all_memory_is_said_to_be_out_of_memory(start: Open) -> None:
    session = start("x = b'x' * (1 << 29)")
    assert read_all(session.sock) == b""
    assert "out of memory" in session.last_words()
    session.close()


def test_a_session_may_be_ended_twice_and_from_two_threads(start: Open) -> None:
    session = start(SLEEP)
    killers = [threading.Thread(target=session.kill) for _ in range(2)]
    for killer in killers:
        killer.start()
    for killer in killers:
        killer.join(PATIENCE)
    session.close()


def test_a_program_that_is_not_there_costs_the_slot_and_leaves_no_container(
    start: Open, ready_engine: Engine
) -> None:
    with pytest.raises(SlotLost, match="start a container"):
        DockerSession(ready_engine, options("", command=["/no/such/program"]))


def test_an_image_that_is_not_there_is_missing(ready_engine: Engine) -> None:
    with pytest.raises(SandboxMissing, match="create a container"):
        DockerSession(ready_engine, options("", image="no-such-image:1"))


GRADER = """
import sys, time
from grader.model import SandboxSpec
from grader.sandbox.channel import Channel
from grader.sandbox.docker.backend import DockerSandbox
session = DockerSandbox().open(SandboxSpec())
Channel(session.sock).ready(60)
print(session.container, flush=True)
time.sleep(600)
"""


def test_the_far_side_ends_when_its_grader_is_killed(ready_engine: Engine) -> None:
    root = Path(__file__).parents[3]
    grader = subprocess.Popen([sys.executable, "-c", GRADER], cwd=root, stdout=subprocess.PIPE)
    with grader:
        assert grader.stdout is not None
        container = grader.stdout.readline().decode().strip()
        grader.send_signal(signal.SIGKILL)
    with ready_engine.asking("wait for a container") as client:
        found = client.containers.get(container)
        assert found.wait(timeout=PATIENCE)["StatusCode"] is not None
        found.remove(force=True)


def test_a_far_side_that_is_told_to_end_does_so_at_once_with_its_child(
    ready_engine: Engine,
) -> None:
    session = DockerSandbox().open(SandboxSpec())
    channel = Channel(session.sock)
    channel.ready(PATIENCE)
    channel.start(PATIENCE)
    container = ready_engine.client.containers.get(session.container)
    container.stop(timeout=600)
    container.reload()
    assert container.attrs["State"]["ExitCode"] == 128 + signal.SIGTERM
    session.close()


def test_a_far_side_that_hears_nothing_for_long_ends_with_its_container(
    ready_engine: Engine,
) -> None:
    settings = Settings(
        tier="docker",
        limits=Limits(check_wall=0.5),
        require_landlock=False,
        contained=True,
        silence=9.5,
    )
    agent = command(
        "grader.far.supervisor.agent",
        msgspec.json.encode(settings).decode(),
        python=sandbox_image.PYTHON,
        root=sandbox_image.CODE,
    )
    session = DockerSession(ready_engine, options("", command=agent, **hardened(512 * MIB, 64)))
    channel = Channel(session.sock)
    channel.ready(PATIENCE)
    channel.start(PATIENCE)
    with pytest.raises(SlotLost, match="nothing was heard of the judge for 10 s"):
        channel.receive(PATIENCE)
    container = ready_engine.client.containers.get(session.container)
    assert container.wait(timeout=PATIENCE)["StatusCode"] == 1
    session.close()
