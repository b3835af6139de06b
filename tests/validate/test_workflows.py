"""The workflows in the docs are YAML of the plain kind, and call commands that exist."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from grader.cli import commands

FOLDER = Path(__file__).parents[2] / "docs" / "ci"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_grader_command_in_a_workflow_exists(file: Path) -> None:
    calls = re.findall(r"\bgrader (validate --[^|>\n]*)", file.read_text())
    assert calls
    for call in calls:
        name, *words = call.split()
        command = commands.commands[name]
        options = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options
        command.make_context(name, words, resilient_parsing=False)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_is_indented_by_spaces_and_keeps_what_was_found(file: Path) -> None:
    text = file.read_text()
    assert "\t" not in text
    for line in text.splitlines():
        assert (len(line) - len(line.lstrip())) % 2 == 0, line
    assert "validate.xml" in text


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_grader_comes_from_where_the_course_says_and_never_by_its_short_name(file: Path) -> None:
    installs = [line for line in file.read_text().splitlines() if "pip install" in line]
    assert installs
    assert all('"backprop-grader[torch] @ $GRADER_SOURCE"' in line for line in installs)


def test_both_workflows_are_named_in_the_docs() -> None:
    text = (FOLDER.parent / "validate.md").read_text()
    assert {file.name for file in WORKFLOWS} == {"github.yml", "gitlab.yml"}
    assert all(f"ci/{file.name}" in text for file in WORKFLOWS)
    assert isinstance(commands.commands["validate"], click.Command)
