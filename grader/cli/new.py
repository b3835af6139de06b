"""`grader new`: find or make the course, write an assignment into it, say what to do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import click

from grader.cli.course import chosen_course, write_file
from grader.errors import ExitCode, UsageError
from grader.reports.text import line


@click.command()
@click.argument("assignment")
@click.option(
    "--course", type=click.Path(path_type=Path),
    help="The course folder; made if it is missing or empty.",
)  # fmt: skip
def new(assignment: str, course: Path | None) -> int:
    """Make ASSIGNMENT, such as a17_attention, to be edited.

    It is complete and right: a handout, a starter, a reference, checks of every kind and the
    mistakes that they catch. In an empty folder the course is made, too. Nothing is overwritten.
    """
    from grader.scaffold.new_assignment import assignment_files, part_of

    part = part_of(assignment)
    target = _target(course)
    for place in ("assignments", "reference"):
        _refuse(target.root / place / assignment)
    _write(target.root, target.files | assignment_files(assignment, target.name))
    click.echo(_said(target, assignment, part))
    return ExitCode.OK


@dataclass(frozen=True)
class _Target:
    """The course that gets an assignment."""

    root: Path
    name: str
    files: dict[str, str] = field(default_factory=dict)
    """What a course that is new needs itself."""


def _target(folder: Path | None) -> _Target:
    """The course in `folder`, or the one around the current folder; else a new one there."""
    from grader.assignments import COURSE_FILE
    from grader.scaffold.new_assignment import course_file, course_of

    here = (folder or Path.cwd()).resolve()
    around = (here,) if folder else (here, *here.parents)
    if any((place / COURSE_FILE).is_file() for place in around):
        found = chosen_course(folder)
        return _Target(found.root, found.settings.name)
    if _is_occupied(here):
        raise UsageError(
            f"{here} is no course, and it is not empty",
            hint="Change into a course or into an empty folder, or name one with --course.",
        )
    name = course_of(here.name)
    return _Target(here, name, {COURSE_FILE: course_file(name)})


def _is_occupied(folder: Path) -> bool:
    """Whether there is anything but hidden files, such as those of git."""
    if not folder.is_dir():
        return folder.exists()
    return any(not entry.name.startswith(".") for entry in folder.iterdir())


def _refuse(folder: Path) -> None:
    if folder.exists():
        raise UsageError(
            f"{folder} is there already", hint="Nothing was changed. Choose another name."
        )


def _write(root: Path, files: dict[str, str]) -> None:
    """Write new files only."""
    hint = "Choose a folder that you may write to."
    for name, text in files.items():
        write_file(root / name, text.encode(), hint=hint, new=True)


def _said(target: _Target, assignment: str, part: str) -> str:
    where = "" if target.root == Path.cwd() else f"In {line(str(target.root))}:\n\n"
    return where + NEXT.format(id=assignment, file=f"{part}.py")


NEXT = """\
assignments/{id}/
  README.md          the handout
  assignment.toml    parts, packages, limits
  test_examples.py   public checks, which students run at home
  test_hidden.py     hidden checks, run when they hand in
  starter/           what students begin with, made from the reference
reference/{id}/
  {file:<18} the solution, with marks around what students write
  mistakes.py        what students get wrong, and what reports say then
  again.py           the same mistakes by another hand
  oracle.py          the same functions from another source
  questions.toml     the questions of the handout

All of it holds together as it is. Edit it, and run in between:

  grader check reference/{id}/{file}
                     what students see
  grader starters {id}
                     make the starter from the reference
  grader validate --full {id}
                     test the checks, in half a minute, and keep a record
  grader release {id}
                     pack what students get"""
