"""What every file of the project keeps to."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from tests.house.sources import ROOT, modules, name_of, own_imports_of, tracked, tree_of

LINES = 300
FORBIDDEN_NAMES = {"utils", "common", "helpers"}
PUBLIC_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
FORBIDDEN_TEXT = (
    r"/work/|/root/\.|/opt/wheels|pypi\.org|pythonhosted|debian\.org|npmjs"
    r"|\b(TODO|FIXME|XXX)\b|pip install grader"
)
"""Machines, registries, unfinished work, and a distribution that is somebody else's."""


SMALL = 60
SMALL_ON_PURPOSE = {
    "__main__": "an entry point",
    "cli": "a file for each command, and for each thing that is shown",
    "doctor": "a file for each thing that is looked at",
    "far.supervisor.stopwatch": "what time counts, apart from what follows from it",
    "notebook.extension": "an entry point",
    "sandbox": "a file for each backend and each reason to refuse",
    "scaffold": "templates",
    "validate.junit": "a format of others",
    "validate.spoiler": "runs in the sandbox, as a file of its own",
}
"""Why files below SMALL lines with a single importer are no part of it."""


def test_a_file_of_the_product_holds_one_idea() -> None:
    offenders = [
        name_of(path)
        for path in tracked("grader/*.py")
        if len(path.read_text().splitlines()) > LINES
    ]
    assert offenders == []


def test_a_small_file_with_one_reader_has_a_reason() -> None:
    readers: Counter[str] = Counter()
    for module in modules():
        for other in own_imports_of(module):
            readers[other] += 2 if other.rpartition(".")[0] == module else 1  # a door has readers
    offenders = [
        module
        for module, path in modules().items()
        if path.name != "__init__.py"
        and len(path.read_text().splitlines()) < SMALL
        and readers[module] <= 1
        and not {module, module.partition(".")[0]} & SMALL_ON_PURPOSE.keys()
    ]
    assert offenders == []


def test_a_file_of_the_product_says_what_it_is() -> None:
    assert [name_of(p) for p in modules().values() if not ast.get_docstring(tree_of(p))] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = {path.stem for path in tracked("*.py")} | {path.parent.name for path in tracked("*.py")}
    assert not named & FORBIDDEN_NAMES


def test_no_text_names_a_machine_a_registry_or_unfinished_work() -> None:
    texts = tracked(
        "*.py", "*.md", "*.toml", "*.j2", "*.txt", "Makefile", "Dockerfile", ".ci/*", "*.ini"
    )
    offenders = [
        f"{name_of(path)}: {found[0]}"
        for path in texts
        if path != Path(__file__)
        and (found := re.search(FORBIDDEN_TEXT, _text(path).replace(PUBLIC_CPU_INDEX, "")))
    ]
    assert offenders == []


def test_no_class_name_means_two_things() -> None:
    places = defaultdict(list)
    for path in modules().values():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                places[node.name.strip("_")].append(name_of(path))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_file_name_means_two_things() -> None:
    places = defaultdict(list)
    for module, path in modules().items():
        if path.name != "__init__.py" and module.partition(".")[0] != "scaffold":
            places[path.stem].append(module)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def _text(path: Path) -> str:
    return path.read_text(errors="replace")


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


def test_links_between_documents_lead_somewhere() -> None:
    offenders = [
        f"{name_of(path)}: {target}"
        for path in tracked("*.md")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert offenders == []
