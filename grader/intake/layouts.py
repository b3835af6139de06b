"""Where students and assignments are in a tree.

    <assignment>/<student>.py   <assignment>/<student>/...   <student>/<assignment>/...

An archive may stand for any folder. Each entry is looked at for itself, so layouts may be mixed,
and what one student put into a folder never decides how another one's is read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader.config import AssignmentSettings, did_you_mean
from grader.errors import UsageError
from grader.intake.collecting import submission_from, submission_in
from grader.intake.gathering import Gathering
from grader.intake.opening import opened
from grader.intake.part_matching import defines_any
from grader.intake.safe_names import is_archive, is_code, is_notebook, shown, stem, student_id
from grader.intake.sources import source_of
from grader.intake.tree import File, Refused, SubmittedFolder, TreeEntry, Unreadable
from grader.model import Submission

HANDED_IN_WRONG = frozenset(
    {".txt", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz", ".pdf", ".doc", ".docx"}
)
"""Endings of what is somebody's work, in a form that cannot be graded."""


class Layouts:
    """A walk through one tree that gathers submissions."""

    def __init__(
        self,
        assignments: Mapping[str, AssignmentSettings],
        gathering: Gathering,
        chosen: str | None,
    ) -> None:
        self.assignments = assignments
        self.gathering = gathering
        self.chosen = chosen
        """The one assignment that is to be graded; None for all."""

    def start(self, node: TreeEntry, path: Path) -> None:
        """Read what a person named: `node` is at `path`, a real path. Raises `Unreadable`."""
        name, above = stem(path.name), path.parent.name
        if isinstance(node, File) and is_code(node.name):
            self._single_file(node, above)
            return
        with opened(node) as folder:
            if self._is_wanted(name):
                self.assignment_folder(folder, self.assignments[name], owner=above)
            elif self._is_wanted(above):
                self._submission(name, folder, self.assignments[above])
            elif self.chosen is not None and not self._has_below(folder, self.chosen):
                self.assignment_folder(folder, self.assignments[self.chosen], owner=name)
            else:
                self.top(self._unwrapped(folder))

    def top(self, folder: SubmittedFolder) -> None:
        """Folders of assignments and of students."""
        entries = _entries(folder)
        strange = [node for node in entries if not self._entered(node, owner=folder.name)]
        if len(strange) == len(entries):
            self.gathering.problem(folder.where, self._nothing_known(strange))
            return
        for node in strange:
            self._strange(node)

    def assignment_folder(
        self, folder: SubmittedFolder, settings: AssignmentSettings, owner: str
    ) -> None:
        """A folder of students' files and folders, or the work of `owner` alone."""
        entries = _entries(folder)
        if (
            len(entries) == 1
            and isinstance(entries[0], SubmittedFolder)
            and entries[0].name == settings.id
        ):
            folder, entries = entries[0], _entries(entries[0])
        if is_one_submission(folder, settings):
            self._submission(owner, folder, settings)
            return
        for node in entries:
            self._handed_in(node, settings)

    def student_folder(self, folder: SubmittedFolder, student: str) -> bool:
        """A folder of one student's assignments; False if it has none."""
        if not self.gathering.wants(student_id(student)):
            return True
        entries = _entries(folder)
        if len(entries) == 1 and isinstance(entries[0], File) and is_archive(entries[0].name):
            with opened(entries[0]) as inner:
                return self.student_folder(inner, student)
        if not any(map(self._assignment_of, entries)):
            return False
        for node in entries:
            name = self._assignment_of(node)
            if not name:
                self._strange(node)
            elif self._is_wanted(name):
                self._submission(student, node, self.assignments[name])
        return True

    def _unwrapped(self, folder: SubmittedFolder) -> SubmittedFolder:
        """The folder that packing put around everything, if there is one, looked through.

        It is alone; in a folder on disk it also has the same name, as when "class.zip" was
        unpacked to class/class/. Else it is the folder of the only student.
        """
        match _entries(folder):
            case (SubmittedFolder() as inner,) if inner.name not in self.assignments:
                if is_archive(folder.name) or inner.name == folder.name:
                    return inner
        return folder

    # --- one entry --------------------------------------------------------------------------

    def _entered(self, node: TreeEntry, owner: str) -> bool:
        """Read an entry of the top folder; False if there is no assignment in it."""
        name = self._assignment_of(node)
        if not _is_folder(node) or (name and not self._is_wanted(name)):
            return bool(name)
        with self.gathering.noting(), opened(node) as folder:
            if not name:
                return self.student_folder(folder, stem(node.name))
            self.assignment_folder(folder, self.assignments[name], owner)
        return True

    def _handed_in(self, node: TreeEntry, settings: AssignmentSettings) -> None:
        """Read an entry of an assignment's folder."""
        if _is_folder(node) or is_code(node.name):
            self._submission(stem(node.name), node, settings)
        elif isinstance(node, Refused):
            self.gathering.problem(node.where, node.reason)
        elif PurePosixPath(node.name).suffix.lower() in HANDED_IN_WRONG:
            self.gathering.problem(node.where, "is no .py file, notebook, folder, .zip or .tar.gz")

    def _single_file(self, file: File, above: str) -> None:
        chosen = self.chosen if self.chosen is not None else above
        if chosen not in self.assignments:
            raise UsageError(
                f"{file.where}: which assignment is it of?",
                hint=f"Say it with --assignment; the course has {', '.join(self.assignments)}.",
            )
        self._submission(stem(file.name), file, self.assignments[chosen])

    def _submission(self, name: str, node: TreeEntry, settings: AssignmentSettings) -> None:
        student = student_id(name)

        def read() -> Submission:
            if isinstance(node, File) and is_code(node.name):
                return submission_from(node, student, settings)
            with opened(node) as folder:
                return submission_in(folder, student, settings)

        self.gathering.add(student, settings.id, node.where, read)

    def _strange(self, node: TreeEntry) -> None:
        """An entry where folders of assignments or students should be."""
        if isinstance(node, Refused):
            self.gathering.problem(node.where, node.reason)
        elif _is_folder(node):
            near = did_you_mean(stem(node.name), self.assignments)
            self.gathering.problem(node.where, f"is no assignment of the course and has none{near}")
        elif is_code(node.name):
            self.gathering.problem(node.where, "is in no assignment's folder")

    # --- questions --------------------------------------------------------------------------

    def _is_wanted(self, name: str) -> bool:
        return name in self.assignments and self.chosen in (None, name)

    def _assignment_of(self, node: TreeEntry) -> str:
        """The assignment whose folder or archive `node` is; empty if it is none."""
        name = stem(node.name)
        return name if _is_folder(node) and name in self.assignments else ""

    def _has_below(self, folder: SubmittedFolder, name: str) -> bool:
        """Whether a folder of the assignment `name` is in `folder` or one folder deeper."""
        if any(self._assignment_of(node) == name for node in folder.entries):
            return True
        for inner in folder.folders:
            with contextlib.suppress(Unreadable):
                if any(self._assignment_of(node) == name for node in inner.entries):
                    return True
        return False

    def _nothing_known(self, strange: list[TreeEntry]) -> str:
        names = [shown(node.name) for node in strange]
        near = "".join(did_you_mean(stem(name), self.assignments) for name in names[:1])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return (
            f"has no folder of an assignment ({', '.join(self.assignments)}); "
            f"found {', '.join(names[:3])}{more}{near}"
        )


def is_one_submission(folder: SubmittedFolder, settings: AssignmentSettings) -> bool:
    """Whether a folder with part files directly inside is one student's and not a class's.

    It is a class's if anything else in it is an answer too: an archive, a folder with a part,
    another notebook, or a Python file that defines a function of the assignment. So no student
    makes a class's folder look like his own by the name of his file.
    """
    parts = {part.file for part in settings.parts} | {f"{settings.id}.ipynb"}
    code = [node for node in folder.entries if is_code(node.name)]
    others = [node for node in code if node.name not in parts]
    return (
        len(others) < len(code)
        and not folder.archives
        and not any(_answers(node, settings) for node in others)
        and not any(_has_part(inner, parts) for inner in folder.folders)
    )


def _answers(node: TreeEntry, settings: AssignmentSettings) -> bool:
    if is_notebook(node.name):
        return True
    try:
        return defines_any(source_of(node), settings.parts)
    except Unreadable:
        return True


def _has_part(folder: SubmittedFolder, parts: set[str]) -> bool:
    try:
        return any(node.name in parts for node in folder.entries)
    except Unreadable:
        return True


def _is_folder(node: TreeEntry) -> bool:
    return isinstance(node, SubmittedFolder) or (isinstance(node, File) and is_archive(node.name))


def _entries(folder: SubmittedFolder) -> tuple[TreeEntry, ...]:
    if not folder.entries:
        raise Unreadable(folder.where, "is empty")
    return folder.entries
