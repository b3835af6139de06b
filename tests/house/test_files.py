"""What every file of the project keeps to."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINES = 300
FORBIDDEN_NAMES = {"utils", "common", "helpers"}


def tracked(*patterns: str) -> list[Path]:
    """The files that belong to the project: known to git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", tracked("grader/*.py"), ids=name_of)
def test_a_file_of_the_product_holds_one_idea(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES
    assert path.read_text() == "" or '"""' in path.read_text()


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = {path.stem for path in tracked("*.py")} | {path.parent.name for path in tracked("*.py")}
    assert not named & FORBIDDEN_NAMES


TEXT = tracked(
    "*.py", "*.md", "*.toml", "*.j2", "*.txt", "Makefile", "Dockerfile", ".ci/*", "*.ini"
)
PUBLIC_CPU_INDEX = "https://download.pytorch.org/whl/cpu"


@pytest.mark.parametrize("path", TEXT, ids=name_of)
def test_no_text_names_a_machine_a_registry_or_unfinished_work(path: Path) -> None:
    if path == Path(__file__):
        return
    text = path.read_text(errors="replace").replace(PUBLIC_CPU_INDEX, "")
    forbidden = r"/work/|/root/\.|/opt/wheels|pypi\.org|pythonhosted|debian\.org|npmjs"
    promises = r"\b(TODO|FIXME|XXX)\b"
    assert not re.search(forbidden, text), re.search(forbidden, text)
    assert not re.search(promises, text), re.search(promises, text)
    assert "pip install grader" not in text


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    init = (ROOT / "grader" / "__init__.py").read_text()
    version = re.search(r'__version__ = "(.+)"', init)
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version is not None
    assert heading is not None
    assert version[1] == heading[1]


def test_every_dependency_earns_its_place_in_a_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs" / "design" / "dependencies.md").read_text()
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[]", requirement)[0] for requirement in needed} - {"backprop-grader"}
    assert {name for name in names if name not in reasons} == set()


def test_every_pinned_version_is_that_of_a_requirement() -> None:
    pinned = (ROOT / "constraints.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=\[]", requirement)[0]
        assert re.search(rf"^{name}==", pinned, re.MULTILINE | re.IGNORECASE), name


@pytest.mark.parametrize("path", tracked("*.md"), ids=name_of)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
        assert (path.parent / target).exists(), f"{name_of(path)}: {target}"
