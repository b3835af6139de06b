"""The files of a release: what a student unpacks, checks at home with, and hands in from.

<id>/   README.md            the handout, and how to check one's work
        <part file>...       starters
        <id>.ipynb           the same as a notebook
        given.py?            open code
        requirements.txt     the wheel beside it, and pinned packages
        backprop_grader-*.whl
        checks/              assignment.toml, the public checks, expected.msgpack
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.assignments import ASSIGNMENT_FILE, Assignment
from grader.errors import CourseError
from grader.home.dry_run import unusable_at_home
from grader.home.mistake_recorder import record_mistakes
from grader.home.place import CHECKS, EXPECTED, released
from grader.home.recording import Recording, to_bytes
from grader.home.reference_recorder import hidden_checks, record
from grader.release.notebook_starter import notebook_of
from grader.release.public import public_part
from grader.release.starter_files import starters_of
from grader.release.text_files import handout, requirements, settings_text
from grader.release.wheel import archive, wheel, wheel_name
from grader.sandbox.docker.recipe import recipe


def release_of(assignment: Assignment) -> bytes:
    """The zip of an assignment for students; the same assignment gives the same bytes.

    Raises CourseError when the course is not ready to be handed out.
    """
    files = dict(contents(assignment))
    return archive({f"{assignment.id}/{name}": data for name, data in files.items()})


def contents(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Every file of the release by its name in the assignment's folder."""
    settings = assignment.settings
    starters = starters_of(settings, assignment.reference)
    readme = _text(assignment.folder / "README.md")
    by_part = {part.name: starters[part.file] for part in settings.parts}
    constraints = recipe().files["constraints.txt"].decode()
    pinned = requirements(settings.packages, constraints, wheel_name())
    yield from ((name, starter.encode()) for name, starter in starters.items())
    yield "README.md", handout(readme, settings.parts[0], wheel_name()).encode()
    yield f"{assignment.id}.ipynb", notebook_of(readme, by_part, settings.parts).encode()
    yield "requirements.txt", pinned.encode()
    yield wheel_name(), wheel()
    if assignment.given is not None:
        yield "given.py", _text(assignment.given).encode()
    recording = msgspec.structs.replace(record(assignment), mistakes=record_mistakes(assignment))
    for name, data in _checks(assignment, recording):
        yield f"{CHECKS}/{name}", data


def try_out(release: bytes, assignment: Assignment) -> None:
    """Check the reference and the known mistakes with nothing but what is in a release.

    Raises CourseError, naming the checks, when students could not use it.
    """
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(release)).extractall(folder)
        problems = unusable_at_home(assignment, released(Path(folder, assignment.id)))
    if problems:
        raise CourseError(
            f"{len(problems)} public checks of {assignment.id} would not work at home",
            hint="A public check may ask the reference only for what does not depend on the "
            "submission; hide it, or compare with the student's own values.",
            problems=tuple(f"{check}: {problem}" for check, problem in problems.items()),
        )


def _checks(assignment: Assignment, recording: Recording) -> Iterator[tuple[str, bytes]]:
    yield ASSIGNMENT_FILE, settings_text(assignment.settings).encode()
    yield EXPECTED, to_bytes(recording)
    hidden = hidden_checks(assignment)
    kept = ""
    for file in assignment.checks:
        source = _text(file) if file.suffix == ".py" else ""
        if public := public_part(source, hidden):
            kept += public
            yield file.name, public.encode()
    _refuse_lost(recording, kept)


def _refuse_lost(recording: Recording, kept: str) -> None:
    """Every recorded check is handed out, too: none was cut because a case of it is hidden."""
    lost = [check.id for check in recording.checks if f"def {_function(check.id)}(" not in kept]
    if lost:
        raise CourseError(
            "these checks are neither public nor hidden as a whole, or stand in a class",
            hint="Make a public and a hidden check of each, as functions of the file.",
            problems=tuple(lost),
        )


def _function(check: str) -> str:
    return check.partition("[")[0]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{file} cannot be read: {error}", hint="A release needs it, as UTF-8."
        ) from error
