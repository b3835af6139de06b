"""What a submission learns in a hidden check does not reach its student, whatever it says and does.

Each leak is graded for real, twice: with two secrets, so that its hidden input is another one. The
digits of the input must not be on the student's page, and the two pages must be the same bytes: a
page that does not depend on the input tells nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.executors.slots import SlotPool
from grader.judge.seeds import generator
from grader.judge.worker.client import JudgeTemplate
from grader.model import Grade, Provenance, SourceFile
from grader.reports.filenames import page_path
from grader.reports.folder import write_reports
from grader.sandbox.backends import sandbox
from tests.courses import make_course

CHECKS = '''
import pytest

from grader.checks import check_value


@pytest.mark.points(10)
@pytest.mark.hidden
def test_double(student, reference, rng):
    """double works on numbers that nobody told."""
    check_value(student.double, (rng.integers(10**8, 10**9, size=3),), reference.double)
'''
SECRETS = (b"a" * 32, b"d" * 32)
"""Their hidden inputs differ in every digit that a leak below makes use of."""
PATIENCE = 60.0

HEAD = """
import os, sys, threading, warnings
import numpy as np
import insider
from grader.wire.messages import Returned, Threw, FrameOf
from grader.wire.nodes import Array, Held

def send(message, *buffers):
    insider.say(message, *buffers)
    threading.Event().wait()

def double(x):
    number = int(x[0])
    word = str(number)
"""

SPELLED = {
    "prints it": "print(x)",
    "prints it as an error": "os.write(2, word.encode()); return 2 * x",
    "prints it without end": "while True: print(x)",
    "prints it and exits": "print(x, flush=True); os._exit(0)",
    "warns of it": "warnings.warn(word); return 3 * x",
    "fails with it in a thread": """
        thread = threading.Thread(target=int, args=(f"x{word}",))
        thread.start(); thread.join()""",
    "returns it": "return x",
    "returns it as text": "return word",
    "returns it in a list": "return [number, [x]]",
    "returns it as a key": "return {word: number}",
    "returns an endless structure around it": "d = {}; d[word] = d; return d",
    "raises it": "raise ValueError(x)",
    "raises what means that nothing is written yet": "raise NotImplementedError(word)",
    "raises what means that memory ran out": "raise MemoryError(word)",
    "raises a class named after it": "raise type(f'E{word}', (Exception,), {})",
    "raises a class from a module named after it": """
        raise type("E", (Exception,), {"__module__": word})""",
    "raises a class that claims to be built in": """
        raise type(f"E{word}", (Exception,), {"__module__": "builtins"})""",
    "raises a group named after it": "raise ExceptionGroup(word, [ValueError(word)])",
    "raises in a function named after it": """
        code = compile(f"def f{word}(): 1 / 0\\nf{word}()", "work.py", "exec")
        exec(code, {})""",
    "sends an exception with it everywhere": """
        frame = FrameOf(file="work.py", line=1, function=word)
        send(Threw(type=word, base=word, message=word, frames=(frame,)))""",
    "sends a dtype named after it": "send(Returned(value=Array(word, (1,), 0)), b'')",
    "sends a shape that spells it": "send(Returned(value=Array('int8', (number,), 0)), b'')",
    "returns a shape that spells it": """
        return np.empty((0, number, 0), np.int8)""",
    "is off by it": "return 2 * x + number",
}
"""By what they do with the hidden input. Staff see its digits."""

ENCODED = {
    "returns a class named after it": "return type(f'C{word}', (), {})()",
    "sends a handle named after it": "send(Returned(value=Held(number, word, False)))",
    "returns fields named after it": "return np.zeros(3, [(word, float)])",
    "returns a shape of its digits": "return np.zeros([int(digit) % 3 + 2 for digit in word])",
    "returns a dtype of its choice": "return (2 * x).astype(f'int{8 * 2 ** (number % 3)}')",
    "exits with it": "os._exit(number % 256)",
    "dies by it": "os.kill(os.getpid(), (4, 6, 8, 11)[number % 4])",
    "counts its lines by it": """
        raise SyntaxError("here", ("elsewhere.py", number, 0, word))""",
    "raises in a file named after it": "exec(compile('1 / 0', f'{word}.py', 'exec'))",
    "prints as much as it says": "print('x' * (number % 1000))",
    "takes as long as it says": "sum(range(number % 10**6)); return 3 * x",
    "takes as much memory as it says": "kept = b'x' * (number % 2**24); return 3 * x",
    "changes its argument by it": "x += number; return 3 * x",
    "leaves a file named after it": "open(word, 'w').close(); return 3 * x",
}
"""Leaks that no page shows as digits, but that could make pages differ."""

LEAKS = {**SPELLED, **ENCODED}
STUDENTS = {name: f"student{number}" for number, name in enumerate(LEAKS)}


class Results:
    """The results folder of a class in which every submission leaks."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self.folder = folder / "results"
        self._grades = dict(zip(LEAKS, _grades(folder, secret), strict=True))
        write_reports(self._grades.values(), self.folder, course="A course")
        numbers = generator("test_double", secret).integers(10**8, 10**9, size=3)
        self.canaries = [str(number) for number in (*numbers, *(2 * numbers))]

    def student(self, leak: str) -> str:
        """The page for the student."""
        return (self.folder / page_path(self._grades[leak])).read_text()

    def staff(self, leak: str) -> str:
        """The page for staff."""
        return (self.folder / "staff" / page_path(self._grades[leak])).read_text()

    def for_students(self) -> list[Path]:
        """All files that may be handed out: those in the folders of assignments."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return [path for path in files if path.parent.name == "a00" and "staff" not in path.parts]


def _grades(folder: Path, secret: bytes) -> Iterator[Grade]:
    course = make_course(folder, checks=CHECKS)
    template = JudgeTemplate(course.root, "a00", secret)
    pool = SlotPool(sandbox("local"))
    try:
        template.prepared()
        for name, body in LEAKS.items():
            with pool.lend(course.assignment("a00").settings.spec) as slot:
                judged = template.judge(_files(body), slot.session.sock, PATIENCE)
            yield Grade(
                submission=f"a00/{STUDENTS[name]}",
                assignment="a00",
                people=(STUDENTS[name],),
                digest="",
                results=judged.results,
                points=0,
                max_points=10,
                provenance=Provenance(grader="1", tier="local"),
            )
    finally:
        pool.close()
        template.close()


def _files(body: str) -> tuple[SourceFile, ...]:
    insider = Path(__file__).parent / "sandbox" / "hostile" / "insider.py"
    lines = [line.strip() for line in body.strip().splitlines()]
    source = HEAD + "".join(f"    {line}\n" for line in lines)
    return (
        SourceFile(path="insider.py", data=insider.read_bytes()),
        SourceFile(path="work.py", data=source.encode()),
    )


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Results]:
    """The same class, graded with two secrets."""
    return [Results(tmp_path_factory.mktemp("class"), secret) for secret in SECRETS]


@pytest.mark.parametrize("leak", LEAKS)
def test_a_students_page_holds_no_digit_of_a_hidden_input(
    results: list[Results], leak: str
) -> None:
    for result in results:
        page = result.student(leak)
        assert "double works on numbers that nobody told." in page
        assert [canary for canary in result.canaries if canary in page] == []


@pytest.mark.parametrize("leak", LEAKS)
def test_a_students_page_is_the_same_whatever_the_hidden_input(
    results: list[Results], leak: str
) -> None:
    one, other = results
    assert one.canaries != other.canaries
    assert one.student(leak) == other.student(leak)


@pytest.mark.parametrize("leak", SPELLED)
def test_staff_see_what_was_leaked(results: list[Results], leak: str) -> None:
    for result in results:
        page = result.staff(leak)
        assert any(canary in page for canary in result.canaries), page


def test_no_file_for_students_holds_a_hidden_input(results: list[Results]) -> None:
    for result in results:
        files = result.for_students()
        assert len(files) == len(LEAKS)
        for file in files:
            data = file.read_bytes()
            assert not any(canary.encode() in data for canary in result.canaries), file


def test_the_canaries_are_the_numbers_that_the_check_draws(results: list[Results]) -> None:
    for result in results:
        assert all(canary in result.staff("prints it") for canary in result.canaries[:3])
        assert len(set(result.canaries)) == 6
        assert np.all([len(canary) >= 9 for canary in result.canaries])
