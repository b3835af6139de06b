"""Nothing in a release helps with what is hidden: its text is searched, and its code is tried."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.assignments import Assignment
from grader.checks.mistake_registry import mistakes_in
from grader.home.recording import from_bytes
from grader.home.reference_recorder import hidden_checks as hidden_names
from grader.judge.plugin.question_checks import questions_of
from grader.judge.reference import load_module
from tests.release.releases import COURSE, files, texts, wheel

EVERY_ASSIGNMENT = pytest.mark.parametrize("assignment", COURSE.ids)
LONG = 25
"""Shorter lines are written by anybody: `p = sigmoid(z)`."""
PROBE = Path(__file__).with_name("probe.py")


@cache
def everything(assignment: str) -> str:
    """All text of a release, that of its wheel included."""
    code = [data.decode("utf-8", "surrogateescape") for data in wheel(assignment).values()]
    return "\n".join([texts(assignment), *code])


def hidden_checks(found: Assignment) -> Iterator[ast.stmt]:
    """Hidden checks, and what stands around them for no public one."""
    hidden = hidden_names(found)
    for file in found.folder.glob("test_*.py"):
        statements = ast.parse(file.read_text()).body
        public = [s for s in statements if is_check(s) and name_of(s) not in hidden]
        used = {n.id for s in public for n in ast.walk(s) if isinstance(n, ast.Name)}
        for statement in statements:
            constant = isinstance(statement, ast.Assign)
            if name_of(statement) in hidden or (constant and not used & set(names_in(statement))):
                yield statement


def public_checks(found: Assignment) -> Iterator[ast.stmt]:
    """Everything else in the check files."""
    for file in found.folder.glob("test_*.py"):
        aside = {ast.unparse(statement) for statement in hidden_checks(found)}
        for statement in ast.parse(file.read_text()).body:
            if ast.unparse(statement) not in aside:
                yield statement


def is_check(statement: ast.stmt) -> bool:
    return name_of(statement).startswith("test_")


def name_of(statement: ast.stmt) -> str:
    return str(getattr(statement, "name", ""))


def names_in(statement: ast.stmt) -> Iterator[str]:
    return (node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


def lines_of(statements: Iterable[ast.stmt]) -> Iterator[str]:
    for statement in statements:
        yield from (line.strip() for line in ast.unparse(statement).splitlines())


def numbers_in(trees: Iterable[ast.AST]) -> Iterator[float]:
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                yield float(str(node.value))


def lines_of_solutions(found: Assignment) -> set[str]:
    """The lines between the marks of the references, without those that anyone might write."""
    lines: set[str] = set()
    for part in found.settings.parts:
        source = (found.reference / part.file).read_text()
        regions = re.findall(r"# BEGIN SOLUTION\n(.*?)# END SOLUTION", source, re.DOTALL)
        lines |= {line.strip() for region in regions for line in region.splitlines()}
    return {line for line in lines if len(line) >= LONG and not line.startswith("#")}


# --- searched ---------------------------------------------------------------------------------


@EVERY_ASSIGNMENT
def test_no_hidden_check_is_named_or_told(assignment: str) -> None:
    text = everything(assignment)
    hidden = list(hidden_checks(COURSE.assignment(assignment)))
    assert hidden
    for check in filter(is_check, hidden):
        assert isinstance(check, ast.FunctionDef)
        assert not re.search(rf"\b{check.name}\b", text)
        assert str(ast.get_docstring(check)) not in text


@EVERY_ASSIGNMENT
def test_no_line_that_only_hidden_checks_have_is_handed_out(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    public = set(lines_of(public_checks(found)))
    text = texts(assignment)
    for line in lines_of(hidden_checks(found)):
        assert line in public or len(line) < LONG or line not in text


@EVERY_ASSIGNMENT
def test_no_number_that_only_hidden_checks_know_is_handed_out(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    handout = (found.folder / "README.md").read_text()
    known = {float(number) for number in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", handout)}
    known |= set(numbers_in(public_checks(found)))
    known |= set(numbers_in(ast.parse(file.read_bytes()) for file in found.starter.glob("*.py")))
    code = [data for name, data in files(assignment).items() if name.endswith(".py")]
    shown = set(numbers_in(ast.parse(data) for data in code))
    hidden = set(numbers_in(hidden_checks(found)))
    assert hidden - known
    assert not (hidden - known) & {number for number in shown if len(repr(number)) > 3}


@EVERY_ASSIGNMENT
def test_no_line_of_a_solution_is_handed_out(assignment: str) -> None:
    text = texts(assignment)
    found = COURSE.assignment(assignment)
    lines = lines_of_solutions(found) - set(lines_of(public_checks(found)))
    assert lines
    assert [line for line in lines if line in text] == []


@EVERY_ASSIGNMENT
def test_no_known_mistake_is_told_that_public_checks_do_not_show(assignment: str) -> None:
    file = COURSE.assignment(assignment).mistakes
    assert file is not None
    recording = from_bytes(files(assignment)["checks/expected.msgpack"], "here")
    shown = {each.mistake.mistake for each in recording.mistakes}
    hints = {each.mistake.hint for each in recording.mistakes}
    known = mistakes_in(load_module(file, f"told_{assignment}"))
    assert shown < {mistake.id for mistake, _ in known}
    for mistake, _ in known:
        if mistake.id not in shown:
            assert mistake.hint in hints or mistake.hint not in everything(assignment)
            assert not re.search(rf"\b{re.escape(mistake.id)}\b", texts(assignment))
    for each in recording.mistakes:
        assert each.replies.keys() <= {check.id for check in recording.checks}


@EVERY_ASSIGNMENT
def test_no_code_of_a_known_mistake_is_handed_out(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    assert found.mistakes is not None
    text, public = texts(assignment), set(lines_of(public_checks(found)))
    for mistake, function in mistakes_in(load_module(found.mistakes, f"coded_{assignment}")):
        assert f"def {function.__name__}(" not in text or function.__name__ in mistake.of
        for line in inspect.getsource(function).splitlines()[2:]:
            code = line.strip()
            shared = code in public or code.startswith(("#", '"""'))
            assert shared or len(code) < LONG or code not in text


@EVERY_ASSIGNMENT
def test_no_answer_is_marked_as_the_right_one(assignment: str) -> None:
    found = COURSE.assignment(assignment)
    if found.questions is None:
        assert "ANSWERS" not in texts(assignment)
        return
    text = texts(assignment)
    for question in questions_of(found.questions):
        assert f'"{question.id}": "",' in text
        for option in question.options:
            assert not option.why or option.why not in everything(assignment)
            if len(option.text) >= LONG:
                assert text.count(option.text) == 2, "in the handout, and in the notebook's"


# --- tried ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found_by_running(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What the probe finds, by assignment, with an unpacked release and its wheel alone."""
    return {id: probed(id, tmp_path_factory.mktemp(id)) for id in COURSE.ids}


def probed(assignment: str, folder: Path) -> dict[str, object]:
    for place, unpacked in (("work", files(assignment)), ("site", wheel(assignment))):
        for name, data in unpacked.items():
            (folder / place / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / place / name).write_bytes(data)
    packages = sysconfig.get_path("purelib")
    done = subprocess.run(
        # without site, nothing of this checkout is on the path
        [sys.executable, "-S", "-P", str(PROBE), str(folder / "work")],
        cwd=folder,
        env={"PYTHONPATH": os.pathsep.join([str(folder / "site"), packages])},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


@EVERY_ASSIGNMENT
def test_no_function_of_the_reference_can_be_reached(
    assignment: str, found_by_running: dict[str, dict[str, object]]
) -> None:
    found = COURSE.assignment(assignment)
    reached = found_by_running[assignment]["functions"]
    assert isinstance(reached, list)
    for part in found.settings.parts:
        module = load_module(found.reference / part.file, f"sought_{assignment}_{part.name}")
        for name in part.functions:
            code = getattr(module, name).__code__
            assert [list(code.co_names), code.co_code.hex()] not in reached
    assert len(reached) > 1000


@EVERY_ASSIGNMENT
def test_the_recorded_reference_answers_nothing_else(
    assignment: str, found_by_running: dict[str, dict[str, object]]
) -> None:
    refused, asked = (found_by_running[assignment][word] for word in ("refused", "asked"))
    assert refused == asked


@EVERY_ASSIGNMENT
def test_every_starter_function_does_nothing(
    assignment: str, found_by_running: dict[str, dict[str, object]]
) -> None:
    parts = COURSE.assignment(assignment).settings.parts
    open_ones = [f"{part.name}.{name}" for part in parts for name in part.functions]
    assert found_by_running[assignment]["open"] == open_ones


@EVERY_ASSIGNMENT
def test_nothing_of_the_course_was_in_reach(
    assignment: str, found_by_running: dict[str, dict[str, object]]
) -> None:
    course = str(COURSE.root)
    paths = found_by_running[assignment]["paths"]
    assert isinstance(paths, list)
    inside = [
        path for path in paths if path.startswith((f"{course}/grader", f"{course}/reference"))
    ]
    assert inside == []
    assert course not in paths
