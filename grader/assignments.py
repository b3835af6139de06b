"""A course on disk: its settings, its assignments, and the digest of all that decides a grade.

grader.toml
assignments/<id>/   assignment.toml  README.md  starter/<part file>  given.py?  test_*.py
reference/<id>/     <part file>  mistakes.py?  questions.toml?
                    and for `grader validate`: again.py?  doubles/?  oracle.py?  validated.json?
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

from grader.config import (
    NAME,
    AssignmentSettings,
    CourseSettings,
    did_you_mean,
    read_assignment,
    read_course,
)
from grader.errors import CourseError

COURSE_FILE = "grader.toml"
ASSIGNMENT_FILE = "assignment.toml"
QUESTIONS_FILE = "questions.toml"
UNGRADED = frozenset({"README.md", "starter"})
"""What lies in an assignment's folder and decides no grade."""
VALIDATION = frozenset({"again.py", "doubles", "oracle.py", "validated.json"})
"""What lies beside the reference and only tests the checks: it decides no grade either."""
RECORD_FILE = "validated.json"

Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class Assignment:
    """One assignment and where its pieces lie; every path exists."""

    settings: AssignmentSettings
    folder: Path
    starter: Path
    reference: Path
    checks: tuple[Path, ...]
    """The files `test_*.py`, sorted, and `questions.toml` beside the reference, if there is one."""
    given: Path | None
    """`given.py`: open code that the parts build on."""
    mistakes: Path | None
    """`mistakes.py` beside the reference: the known wrong versions."""
    digest: str
    """SHA-256 (hex) of everything in both folders that decides a grade: not of the handout, the
    starter, and what only tests the checks."""

    @property
    def id(self) -> str:
        """The name of the assignment's folder."""
        return self.settings.id

    @property
    def questions(self) -> Path | None:
        """`questions.toml` beside the reference."""
        return _if_there(self.reference / QUESTIONS_FILE)

    @property
    def again(self) -> Path | None:
        """`again.py` beside the reference: some of the mistakes, as another person writes them."""
        return _if_there(self.reference / "again.py")

    @property
    def oracle(self) -> Path | None:
        """`oracle.py` beside the reference: its functions, written independently."""
        return _if_there(self.reference / "oracle.py")

    @property
    def doubles(self) -> tuple[Path, ...]:
        """The folders in `doubles/` beside the reference: submissions with two mistakes, sorted."""
        return tuple(sorted(p for p in (self.reference / "doubles").glob("[!._]*") if p.is_dir()))

    @property
    def record(self) -> Path:
        """Where `grader validate --full` keeps what it found; the file may be missing."""
        return self.reference / RECORD_FILE

    def content(self) -> str:
        """SHA-256 (hex) of all that `grader validate` looks at, its own record excepted."""
        root = self.folder.parents[1]
        tests = VALIDATION - {RECORD_FILE}
        only_tests = (
            path for path in _files(self.reference) if _top(path, self.reference) in tests
        )
        files = (*_files(self.starter), *only_tests)
        return hashlib.sha256((self.digest + _digest(root, files)).encode()).hexdigest()


@dataclass(frozen=True)
class Course:
    """A folder with a `grader.toml`."""

    root: Path
    settings: CourseSettings

    @property
    def ids(self) -> tuple[str, ...]:
        """The folders in `assignments/` that have an `assignment.toml`, sorted."""
        folder = self.root / "assignments"
        if not folder.is_dir():
            raise CourseError(
                f"{self.root} has no folder assignments/",
                hint="A course keeps each assignment in assignments/<id>/.",
            )
        return tuple(sorted(path.parent.name for path in folder.glob(f"*/{ASSIGNMENT_FILE}")))

    @property
    def private(self) -> tuple[Path, ...]:
        """The folders that no submission may read."""
        return tuple(self.root / name for name in ("assignments", "reference", ".grader"))

    def assignment(self, name: str) -> Assignment:
        """Load the assignment with the id `name`. Raises `CourseError` with all its problems."""
        if name not in self.ids:
            raise CourseError(
                f"the course {self.settings.name!r} has no assignment {name!r}"
                f"{did_you_mean(name, self.ids)}",
                hint=f"It has: {', '.join(self.ids) or 'none yet'}.",
            )
        return _load(self.root, name)

    def assignments(self) -> dict[str, Assignment]:
        """Load all of them, by id. Raises `CourseError` with every problem of every one."""
        return self._each(self.assignment)

    def assignment_settings(self) -> dict[str, AssignmentSettings]:
        """The settings of all of them, by id; the rest of an assignment may be unwritten yet."""
        return self._each(lambda name: _settings(self.root, name))

    def _each(self, load: Callable[[str], Loaded]) -> dict[str, Loaded]:
        loaded: dict[str, Loaded] = {}
        problems: list[str] = []
        for name in self.ids:
            try:
                loaded[name] = load(name)
            except CourseError as error:
                problems += error.problems or (error.message,)
        if problems:
            raise CourseError(f"the course in {self.root} has problems", problems=tuple(problems))
        return loaded


def open_course(path: Path) -> Course:
    """The course in folder `path` (or of the `grader.toml` that `path` is)."""
    root = path.resolve().parent if path.name == COURSE_FILE else path.resolve()
    file = root / COURSE_FILE
    if not file.is_file():
        raise CourseError(
            f"{path} is no course: there is no {COURSE_FILE} in it",
            hint=f"A course is the folder that holds {COURSE_FILE}.",
        )
    return Course(root=root, settings=read_course(_text(file), str(file)))


def find_course(folder: Path, submissions: Path | None = None) -> Course:
    """The one course whose `grader.toml` lies in `folder` or above it, or above `submissions`.

    A course runs outside the sandbox, so a `grader.toml` inside the submissions is never taken,
    and one that a student may have put on the way up is never preferred: where more than one is
    in sight, a person has to choose.
    """
    folder = folder.resolve()
    above = submissions.resolve().parents if submissions is not None else ()
    roots = sorted(
        {place for place in (folder, *folder.parents, *above) if (place / COURSE_FILE).is_file()}
    )
    if len(roots) > 1:
        raise CourseError(
            "more than one course is in sight: " + ", ".join(map(str, roots)),
            hint="Say which one is meant with --course.",
        )
    if not roots:
        raise CourseError(
            f"no course found: there is no {COURSE_FILE} in {folder} or above it"
            + (f", nor above {submissions}" if submissions is not None else ""),
            hint="Change into the course's folder or name it with --course.",
        )
    return open_course(roots[0])


# --- one assignment ---------------------------------------------------------------------------


def _load(root: Path, name: str) -> Assignment:
    folder, reference = root / "assignments" / name, root / "reference" / name
    settings = _settings(root, name)
    checks = tuple(sorted(folder.glob("test_*.py")))
    problems = tuple(_missing(root, settings, folder, reference, checks))
    if problems:
        raise CourseError(f"assignment {name} is not complete", problems=problems)
    return Assignment(
        settings=settings,
        folder=folder,
        starter=folder / "starter",
        reference=reference,
        checks=(*checks, *reference.glob(QUESTIONS_FILE)),
        given=_if_there(folder / "given.py"),
        mistakes=_if_there(reference / "mistakes.py"),
        digest=_digest(root, (*_deciding(folder, UNGRADED), *_deciding(reference, VALIDATION))),
    )


def _settings(root: Path, name: str) -> AssignmentSettings:
    if not NAME.fullmatch(name):
        raise CourseError(
            f"assignment {name!r} has a name that fits no file name everywhere",
            hint="Rename its folder to letters, digits, - and _.",
        )
    file = root / "assignments" / name / ASSIGNMENT_FILE
    return read_assignment(_text(file), name, str(file.relative_to(root)))


def _missing(
    root: Path,
    settings: AssignmentSettings,
    folder: Path,
    reference: Path,
    checks: tuple[Path, ...],
) -> Iterator[str]:
    for part in settings.parts:
        for place, role in ((folder / "starter", "starter"), (reference, "solution")):
            if not (place / part.file).is_file():
                where = place.relative_to(root)
                yield f"{where}/{part.file}: missing; part {part.name!r} needs its {role}"
    if not checks:
        yield f"{folder.relative_to(root)}: no test_*.py; an assignment needs checks"


def _deciding(folder: Path, ungraded: frozenset[str]) -> Iterator[Path]:
    """The files below `folder` that decide a grade; data for checks counts."""
    return (path for path in _files(folder) if _top(path, folder) not in ungraded)


def _files(folder: Path) -> Iterator[Path]:
    """The files below `folder`; caches and hidden files are none of the course."""
    for path, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if _counts(name)]
        for name in folders:
            if (Path(path) / name).is_symlink():
                raise CourseError(
                    f"{Path(path) / name} is a link to a folder, whose changes would go unseen",
                    hint="Put a copy there.",
                )
        yield from (Path(path) / name for name in files if _counts(name))


def _counts(name: str) -> bool:
    return not (name.startswith(".") or name == "__pycache__")


def _top(path: Path, folder: Path) -> str:
    """The entry of `folder` that `path` lies in, or is."""
    return path.relative_to(folder).parts[0]


def _digest(root: Path, files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        name, data = os.fsencode(file.relative_to(root).as_posix()), _bytes(file)
        for piece in (name, data):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _if_there(file: Path) -> Path | None:
    return file if file.is_file() else None


def _text(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CourseError(f"{file} is not UTF-8", hint="Save it as UTF-8.") from None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _refuse(error)


def _refuse(error: OSError) -> NoReturn:
    raise CourseError(
        f"{error.filename} cannot be read: {error.strerror}",
        hint="Give yourself the right to read it, or restore it.",
    ) from error
