"""Whatever a student's code does at home costs one check, and has the verdict of a sandbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.home.child import HomeChild
from grader.home.interpreter import FIRST_CRASH_CODE, facts_of
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.failures import Fault, StudentRaised
from grader.judge.proxy.student_proxy import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Check, Part, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.control import Settings
from grader.wire.limits import MIB, Limits
from grader.wire.marshalling import Buffers, Named
from tests.load import busy_processor
from tests.processes import ends, nothing_left
from tests.requires import requires

PART = Part(name="work", file="work.py", functions=("f",))
CHECK = Check(id="test_f", title="f.", points=1)
LIMITS = Limits(check_cpu=0.3, budget_cpu=2.0, check_wall=1.5, memory=400 * MIB)
SETTINGS = Settings(tier="home", limits=LIMITS, lockdown=False)
GRACE = 1e-3


class Lesson:
    """Checks on one file, as the judge runs them."""

    def __init__(self, source: str) -> None:
        self.files = (SourceFile(path=PART.file, data=source.encode()),)
        self.child = HomeChild(SETTINGS, self.files, None)
        self.transcript = Transcript()

    def begin(self) -> Namespace:
        self.transcript = Transcript()
        self.child.begin(CHECK, LIMITS.check_cpu, self.transcript)
        return Namespace(Connection(self.child, self.transcript, (PART,), self.files), PART.name)

    def call(self, *args: object) -> object:
        """One check that calls f."""
        work = self.begin()
        try:
            return work.f(*args)
        finally:
            self.child.end()

    @property
    def printed(self) -> bytes:
        return bytes(self.transcript.output)


@pytest.fixture
def lessons() -> Iterator[list[Lesson]]:
    """Lessons that are ended, and leave no process behind."""
    begun: list[Lesson] = []
    with nothing_left():
        yield begun
        for lesson in begun:
            lesson.child.close()


@pytest.fixture
def lesson(lessons: list[Lesson], request: pytest.FixtureRequest) -> Lesson:
    begun = Lesson(request.param)
    lessons.append(begun)
    return begun


def of(source: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("lesson", [source], indirect=True, ids=[""])


FAULTS = {
    "an endless loop": ("def f():\n while True: pass", Verdict.TIMEOUT, "cpu"),
    "a loop that lets no thread run": (
        "import re\ndef f():\n re.match('(a*)*b', 'a' * 40)",
        Verdict.TIMEOUT,
        "cpu",
    ),
    "waiting": ("import time\ndef f():\n time.sleep(60)", Verdict.TIMEOUT, "wall"),
    "an exit past all handlers": ("import os\ndef f():\n os._exit(3)", Verdict.EXITED, "3"),
    "endless output": ("def f():\n while True: print('x' * 9999)", Verdict.OUTPUT, ""),
    "more output than is allowed, and an answer": (
        "def f():\n print('x' * 2_000_000)\n return 1",
        Verdict.OUTPUT,
        "",
    ),
    "closing all files and going on": (
        "import os\ndef f():\n os.closerange(3, 100)\n while True: pass",
        Verdict.PROTOCOL,
        "closed",
    ),
    "an endless loop on top of the file": ("while True: pass", Verdict.TIMEOUT, "load"),
}


@pytest.mark.parametrize(("source", "verdict", "reason"), FAULTS.values(), ids=FAULTS)
def test_what_ends_the_process_has_the_verdict_of_a_sandbox(
    source: str, verdict: Verdict, reason: str, lessons: list[Lesson]
) -> None:
    lesson = Lesson(source)
    lessons.append(lesson)
    with pytest.raises(Fault) as caught:
        lesson.call()
    assert (caught.value.verdict, caught.value.reason) == (verdict, reason)


@pytest.mark.alone
@pytest.mark.parametrize(
    ("source", "reason"),
    [("def f():\n while True: pass", "cpu"), ("import time\ndef f(): time.sleep(1000)", "wall")],
    ids=["loops", "sleeps"],
)
def test_on_a_busy_machine_the_verdict_is_that_of_an_idle_one(
    source: str, reason: str, lessons: list[Lesson]
) -> None:
    requires(sys.platform == "linux", "this system counts no waits for a processor")
    with busy_processor():
        lesson = Lesson(source)
        lessons.append(lesson)
        with pytest.raises(Fault) as caught:
            lesson.call()
    assert (caught.value.verdict, caught.value.reason) == (Verdict.TIMEOUT, reason)


@of("import ctypes\ndef f():\n ctypes.string_at(0)")
def test_a_crash_is_a_signal(lesson: Lesson) -> None:
    with pytest.raises(Fault) as caught:
        lesson.call()
    assert caught.value.verdict is Verdict.SIGNAL


@of("import os\ndef f(n):\n if n: os._exit(n)\n return 'alive'")
def test_the_next_check_has_a_fresh_interpreter_with_the_same_files(lesson: Lesson) -> None:
    for _ in range(2):
        with pytest.raises(Fault):
            lesson.call(1)
    assert lesson.call(0) == "alive"


RAISED = {
    "exit": ("def f():\n exit()", "SystemExit"),
    "sys.exit": ("import sys\ndef f():\n sys.exit(3)", "SystemExit"),
    "recursion without end": ("def f():\n return f()", "RecursionError"),
    "reading from the keyboard": ("def f():\n return input()", "EOFError"),
    "a syntax error": ("def f(:\n", "SyntaxError"),
}


@pytest.mark.parametrize(("source", "kind"), RAISED.values(), ids=RAISED)
def test_an_exception_leaves_the_interpreter_alive(
    source: str, kind: str, lessons: list[Lesson]
) -> None:
    lesson = Lesson(source)
    lessons.append(lesson)
    for _ in range(2):
        with pytest.raises(StudentRaised) as caught:
            lesson.call()
        assert caught.value.raised.type == kind


@of("import numpy as np\ndef f():\n return np.ones(10**9).sum()")
def test_a_memory_hog_is_told_where_the_system_can_limit_memory(lesson: Lesson) -> None:
    requires(sys.platform == "linux", "only Linux limits the memory of a process this way")
    with pytest.raises(StudentRaised) as caught:
        lesson.call()
    assert caught.value.raised.base == "MemoryError"


@of("import threading, time\ndef f():\n threading.Thread(target=time.sleep, args=(60,)).start()")
def test_a_thread_left_behind_holds_up_nobody(lesson: Lesson) -> None:
    assert lesson.call() is None
    assert lesson.call() is None


@of("import sys\ndef f():\n sys.stdout.close()\n sys.stderr.close()\n return 1")
def test_closing_stdout_closes_no_line_to_the_judge(lesson: Lesson) -> None:
    assert lesson.call() == 1
    assert lesson.call() == 1


@of("def f(n):\n print('for', n)\n return n")
def test_what_is_printed_belongs_to_its_own_check(lesson: Lesson) -> None:
    for number in range(30):
        assert lesson.call(number) == number
        assert lesson.printed == f"for {number}\n".encode()


@of("import os\ndef f():\n return os.getcwd(), os.listdir(), os.path.expanduser('~')")
def test_code_runs_in_an_empty_folder_of_its_own(lesson: Lesson) -> None:
    answer = lesson.call()
    assert isinstance(answer, tuple)
    folder, entries, home = answer
    assert entries == []
    assert Path(folder).resolve() == Path(home).resolve()
    assert Path(folder).resolve() != Path.cwd()
    lesson.child.close()
    assert not Path(folder).exists()


@of("import os\ndef f():\n return os.getpid()")
def test_a_process_that_is_ended_from_outside_costs_one_check(lesson: Lesson) -> None:
    requires(hasattr(signal, "SIGKILL"), "this system has no signals")
    pid = lesson.call()
    assert isinstance(pid, int)
    work = lesson.begin()
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Fault) as caught:
        work.f()
    assert (caught.value.verdict, caught.value.reason) == (Verdict.SIGNAL, "9")
    lesson.child.end()
    assert lesson.call() != pid


@of("def f():\n import empty\n return empty.__name__")
def test_an_empty_file_among_the_others_is_a_module(lesson: Lesson) -> None:
    empty = (*lesson.files, SourceFile(path="empty.py", data=b""))
    lesson.child.close()
    lesson.child = HomeChild(SETTINGS, empty, None)
    assert lesson.call() == "empty"


@of("import numpy as np\ndef f(x):\n return x + 1")
def test_large_arrays_come_and_go(lesson: Lesson) -> None:
    import numpy as np

    x = np.random.default_rng(0).standard_normal((700, 700))
    assert np.array_equal(np.asarray(lesson.call(x)), x + 1)


@of("def f(n):\n s = 0\n for i in range(n): s += i\n return s")
def test_cpu_time_is_counted_and_waiting_in_between_is_not(lesson: Lesson) -> None:
    lesson.call(10)
    assert lesson.transcript.cpu < LIMITS.check_cpu
    time.sleep(2 * LIMITS.check_cpu)
    lesson.call(10)
    assert lesson.transcript.cpu < LIMITS.check_cpu
    little = lesson.transcript.cpu
    lesson.call(2_000_000)
    assert lesson.transcript.cpu > little + GRACE


@of("import time\nwhile time.process_time() < 0.25: pass\ndef f():\n return 1")
def test_reading_the_file_is_not_charged_to_the_check(lesson: Lesson) -> None:
    assert lesson.call() == 1
    assert lesson.transcript.cpu < 0.2


@of("while True: pass")
def test_a_file_that_cannot_be_read_is_not_read_again(lesson: Lesson) -> None:
    with pytest.raises(Fault) as first:
        lesson.call()
    with pytest.raises(Fault) as second:
        lesson.call()
    assert second.value is first.value


@of("def f(g):\n return g(20) + 1")
def test_a_function_of_the_judge_can_be_called(lesson: Lesson) -> None:
    assert lesson.call(lambda x: 2 * x) == 41


SCRIBBLE = """
import os

def f():
    for descriptor in range(3, 40):
        try:
            os.write(descriptor, b"?" * 99)
        except OSError:
            pass
"""


@of(SCRIBBLE)
def test_bytes_that_are_no_answer_are_a_protocol_error(lesson: Lesson) -> None:
    with pytest.raises(Fault) as caught:
        lesson.call()
    assert caught.value.verdict is Verdict.PROTOCOL


@of("def f():\n return 1")
def test_a_request_is_answered_in_the_wire_s_own_words(lesson: Lesson) -> None:
    lesson.begin()
    lesson.child.request(m.Load(part="work", file="work.py"), [], _nobody)
    target = Named(part="work", name="g")
    reply, _ = lesson.child.request(m.Call(target=target, arguments=()), [], _nobody)
    assert reply == m.Missing(name="g")


def _nobody(question: m.Ask, buffers: Buffers) -> tuple[m.Answer | m.Refuse, Buffers]:
    return m.Refuse(type="RuntimeError"), []


@pytest.mark.parametrize("code", [-11, FIRST_CRASH_CODE + 5])
def test_a_crash_is_a_crash_on_every_system(code: int) -> None:
    facts = facts_of(code, "", cpu=0.0, wall=0.0, printed=0)
    assert (facts.exit_code, facts.signal) == (None, abs(code))


JUDGE = """
import os, sys, time
from tests.home.test_child import Lesson
lesson = Lesson("import os, time\\ndef f():\\n return os.getpid()\\ndef g():\\n while True: pass")
print(lesson.call(), flush=True)
lesson.begin().g()
"""


def test_the_process_ends_with_its_judge_even_in_an_endless_loop() -> None:
    requires(hasattr(signal, "SIGKILL"), "this system has no signals")
    with nothing_left():
        judge = subprocess.Popen([sys.executable, "-c", JUDGE], stdout=subprocess.PIPE)
        assert judge.stdout is not None
        pid = int(judge.stdout.readline())
        time.sleep(0.1)  # it is in the loop, or about to be
        judge.kill()
        judge.wait()
        judge.stdout.close()
    assert ends(pid)
