"""The children of a submission, in a real slot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from grader.judge.children.children import Children
from grader.judge.plugin.outcome import outcome_of
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.failures import Fault, Stopped, StudentMissing, Uncrossable
from grader.judge.proxy.student_proxy import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Part, SandboxSpec, SourceFile, Verdict
from grader.wire.limits import MIB, Limits
from grader.wire.marshalling import Named
from tests.judge.judging import pool
from tests.load import busy_processor

WORK = Part(name="work", file="work.py", functions=())
CHECK = Check(id="test_it", title="It works.", points=1.0)


@contextmanager
def connection_to(
    source: str, transcript: Transcript, spec: SandboxSpec | None = None
) -> Iterator[Connection]:
    """A connection to a submission in a slot of the local sandbox, while a check runs."""
    files = (SourceFile(path="work.py", data=source.encode()),)
    spec = spec or SandboxSpec()
    with pool().lend(spec) as slot:
        children = Children(slot.session.sock, files=files, given=None, limits=spec.limits)
        children.begin(CHECK, spec.limits.check_cpu, transcript)
        yield Connection(children, transcript, (WORK,), files)
        children.close()


SPENDERS = """
import time

def works(n):
    total = 0
    for i in range(n):
        total += i
    return total

def sleeps(seconds):
    time.sleep(seconds)

def lies(n):
    time.process_time = time.thread_time = lambda: 0.0
    return works(n)

def ends():
    __import__("os")._exit(3)

KEPT = {"q1": "b"}
KEPT_HERE = time
"""


@pytest.mark.alone
def test_the_cpu_time_of_calls_counts_work_and_no_waiting_whatever_the_code_says() -> None:
    with connection_to(SPENDERS, Transcript()) as connection:
        student: Any = Namespace(connection, "work")
        works, lies = (f.cpu_of([(300_000,)] * 3) for f in (student.works, student.lies))
        sleeps = student.sleeps.cpu_of([(0.3,)])
    assert works > 10 * sleeps
    assert lies > 10 * sleeps


def test_looking_at_the_cpu_time_leaves_the_limit_of_the_check_in_force() -> None:
    transcript = Transcript()
    with connection_to(SPENDERS, transcript) as connection:
        student: Any = Namespace(connection, "work")
        student.works.cpu_of([(1000,)])
        with pytest.raises(Fault) as stopped:
            student.works.cpu_of([(10**12,)])
    assert (stopped.value.verdict, stopped.value.reason) == (Verdict.TIMEOUT, "cpu")
    assert transcript.fault is stopped.value


def test_a_child_that_ends_while_its_cpu_time_is_counted_is_a_fault() -> None:
    transcript = Transcript()
    with connection_to(SPENDERS, transcript) as connection, pytest.raises(Fault):
        Namespace(connection, "work").ends.cpu_of([()])
    assert transcript.fault is not None


def test_a_variable_of_a_part_crosses_when_it_is_plain_data() -> None:
    with connection_to(SPENDERS, Transcript()) as connection:
        assert connection.variable(Named(part="work", name="KEPT")) == {"q1": "b"}
        with pytest.raises(StudentMissing):
            connection.variable(Named(part="work", name="ABSENT"))


def test_a_variable_that_is_no_plain_data_cannot_cross() -> None:
    with connection_to(SPENDERS, Transcript()) as connection, pytest.raises(Uncrossable):
        connection.variable(Named(part="work", name="KEPT_HERE"))


ON_A_BUSY_MACHINE = """
import time

def loops():
    while True: pass

def sleeps():
    time.sleep(1000)

def allocates():
    kept = []
    while True:
        kept.append(b"x" * 2**20)
"""


@pytest.mark.alone
@pytest.mark.parametrize(
    ("function", "verdict", "reason"),
    [
        ("loops", Verdict.TIMEOUT, "cpu"),
        ("sleeps", Verdict.TIMEOUT, "wall"),
        ("allocates", Verdict.MEMORY, ""),
    ],
)
def test_on_a_busy_machine_the_verdict_is_that_of_an_idle_one(
    function: str, verdict: Verdict, reason: str
) -> None:
    limits = Limits(check_cpu=0.3, check_wall=1.0, memory=256 * MIB)
    transcript = Transcript()
    with (
        busy_processor(),
        connection_to(ON_A_BUSY_MACHINE, transcript, SandboxSpec(limits=limits)) as connection,
        pytest.raises(Stopped) as stopped,
    ):
        getattr(Namespace(connection, "work"), function)()
    outcome = outcome_of(stopped.value, transcript)
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
