"""docs/commands.md names every command, option and exit code, and none that does not exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import click
import pytest

from grader.cli import EPILOG, commands
from grader.errors import ExitCode
from grader.reports.wording import FUNCTION_STATES
from grader.sandbox.backends import BACKENDS
from grader.scaffold.new_assignment import assignment_files

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text()
SECTIONS = {
    title.strip(): body
    for title, body in re.findall(r"^## grader ([a-z ]+).*?\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S)
}


def commands_of(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands below a group, by the words that call them."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


COMMANDS = dict(commands_of(commands))


def options_of(command: click.Command) -> set[str]:
    context = click.Context(command, help_option_names=["-h", "--help"])
    params = command.get_params(context)
    return {name for param in params if isinstance(param, click.Option) for name in param.opts}


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert SECTIONS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented_and_no_other(name: str) -> None:
    documented = set(re.findall(r"^\| .*", SECTIONS[name], re.M))
    rows = [row.split("|")[1] for row in documented if row.startswith("| `-")]
    assert {option for row in rows for option in re.findall(r"--?[a-z-]+", row)} == options_of(
        COMMANDS[name]
    )


def test_the_options_of_the_command_itself_are_documented() -> None:
    head = TEXT.partition("\n## ")[0]
    assert set(re.findall(r"`(?:grader )?(--?[a-z]+)", head)) == options_of(commands)


def test_every_exit_code_is_documented_and_no_other() -> None:
    section = TEXT.partition("## Exit codes")[2].partition("\n## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", section, re.M)] == sorted(ExitCode)


def test_the_help_names_every_exit_code() -> None:
    named = {int(code) for code in re.findall(r"\b\d+\b", EPILOG)}
    assert named == set(ExitCode)


def test_every_sandbox_is_named_in_the_docs_and_in_the_help() -> None:
    context = click.Context(COMMANDS["run"])
    for text in (SECTIONS["run"], COMMANDS["run"].get_help(context)):
        assert all(re.search(rf"\b{name}\b", text) for name in ("auto", *BACKENDS))


# --- command lines anywhere in the docs -------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CALL = re.compile(r"(?:\$ )?(?:\.?venv/bin/|python -m )?grader (?P<words>[^#`\n]+)")


def calls_in(text: str) -> Iterator[str]:
    """The words after `grader` in code blocks and code spans; those with `...` are no calls."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    for code in (*lines, *spans):
        call = CALL.fullmatch(code.partition("#")[0].strip())
        if call and "..." not in call["words"]:
            yield call["words"]


CALLS = [(page, words) for page in PAGES for words in calls_in(page.read_text())]


@pytest.mark.parametrize(
    ("page", "words"), CALLS, ids=[f"{page.name}: {words}" for page, words in CALLS]
)
def test_every_command_line_in_the_docs_is_one(page: Path, words: str) -> None:
    command: click.Command = commands
    arguments = shlex.split(words)
    while isinstance(command, click.Group) and arguments and not arguments[0].startswith("-"):
        assert arguments[0] in command.commands, f"{page.name}: grader {words}"
        command = command.commands[arguments.pop(0)]
    if command is not commands and arguments:
        command.make_context(command.name, arguments)  # raises UsageError


def headings(page: Path) -> set[str]:
    """The anchors of a page, as code forges make them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_headings_that_are_there(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text()):
        assert anchor in headings((page.parent / target) if target else page), f"{target}#{anchor}"


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    reached, waiting = {PAGES[0]}, [PAGES[0]]
    while waiting:
        page = waiting.pop()
        for target in re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", page.read_text()):
            found = (page.parent / target).resolve()
            if found not in reached:
                reached.add(found)
                waiting.append(found)
    assert [page.name for page in PAGES[2:] if page not in reached] == []


def test_students_are_told_every_state_that_a_function_may_have() -> None:
    page = (ROOT / "docs" / "students.md").read_text()
    told = dict(re.findall(r"^\| ([^\w|]) ([a-z ]+?) \|", page, re.M))
    assert told == dict(FUNCTION_STATES.values())


def test_authors_are_told_every_file_that_a_new_assignment_has() -> None:
    page = (ROOT / "docs" / "authors.md").read_text()
    names = [PurePosixPath(file).name for file in assignment_files("a17_attention", "course")]
    names = [name for name in names if not name.startswith(("test_", "attention"))]
    assert [name for name in names if f"{name}`" not in page] == []
