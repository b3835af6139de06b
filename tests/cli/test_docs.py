"""docs/commands.md names every command, option and exit code, and none that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grader.cli import EPILOG, commands
from grader.errors import ExitCode
from grader.sandbox.backends import BACKENDS

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
