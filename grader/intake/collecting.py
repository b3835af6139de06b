"""One student's folder or file to one `Submission`."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from grader.config import AssignmentSettings
from grader.intake import caps
from grader.intake.notebook_cells import (
    has_written,
    is_unwritten,
    notebook_at,
    sources_of,
    the_notebook,
)
from grader.intake.opening import opened
from grader.intake.part_matching import NoPart, folder_of_parts, parts_in
from grader.intake.safe_names import RelativePath, is_notebook, is_python, shown
from grader.intake.sources import source_of
from grader.intake.tree import File, SubmittedFolder, TreeEntry, Unreadable
from grader.model import SourceFile, Submission

DATA = frozenset(
    {".csv", ".h5", ".json", ".mat", ".npy", ".npz", ".parquet", ".pkl", ".pt", ".pth", ".tsv"}
)


def submission_in(
    folder: SubmittedFolder, student: str, settings: AssignmentSettings
) -> Submission:
    """What `student` handed in as a folder. Raises `Unreadable`.

    The root is the folder that has the parts. All Python files below it belong to the submission;
    a part that cannot be read refuses it, a module that cannot be read is left out with a note.
    Parts that no Python file has are taken from a notebook.
    """
    nodes = _below(folder)
    pythons = {path: node for path, node in nodes.items() if is_python(path[-1])}
    notebooks = [node for path, node in nodes.items() if is_notebook(path[-1])]
    if not pythons and not notebooks and folder.archives:
        return _submission_in_archive(folder, student, settings)
    try:
        files, notes = _python_files(pythons, folder, settings)
    except NoPart as fault:
        if not notebooks:
            raise Unreadable(folder.where, str(fault)) from None
        files, notes = [], []
    if notebooks:
        files, more = _with_notebook(files, notebooks, folder, settings)
        notes += more
    notes += (*_about_missing(files, settings), *_about_data(nodes))
    return submission_of(files, student, settings, notes)


def submission_from(file: File, student: str, settings: AssignmentSettings) -> Submission:
    """What `student` handed in as one file under a name of its own. Raises `Unreadable`.

    It is a notebook, or the assignment's only part, or the part whose file name it has.
    """
    if is_notebook(file.name):
        notebook = notebook_at(file, settings.parts)
        cells = list(sources_of(notebook, shown(file.name), settings.parts))
        notes = (*notebook.notes, *_about_missing(cells, settings))
        return submission_of(cells, student, settings, notes)
    files = [part.file for part in settings.parts]
    if len(files) == 1 or file.name in files:
        target = file.name if file.name in files else files[0]
        source = SourceFile(path=target, data=source_of(file))
        return submission_of([source], student, settings, _about_missing([source], settings))
    raise Unreadable(
        file.where, f"is one file, but {settings.id} has {', '.join(files)}; put them in a folder"
    )


def submission_of(
    files: Iterable[SourceFile], student: str, settings: AssignmentSettings, notes: Iterable[str]
) -> Submission:
    """The record: files in order, digest over their paths and bytes."""
    ordered = tuple(sorted(files, key=lambda file: (bool(file.cell_of), _order(file))))
    digest = hashlib.sha256()
    for file in ordered:
        for piece in (file.path.encode(), file.data, *(part.encode() for part in file.cell_of)):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return Submission(
        id=f"{settings.id}/{student}",
        assignment=settings.id,
        people=(student,),
        files=ordered,
        digest=digest.hexdigest(),
        notes=tuple(notes),
    )


def _order(file: SourceFile) -> str:
    """Files by path; cells of a notebook stay in their order."""
    return "" if file.cell_of else file.path


def _python_files(
    pythons: Mapping[RelativePath, TreeEntry], folder: SubmittedFolder, settings: AssignmentSettings
) -> tuple[list[SourceFile], list[str]]:
    """The Python files below the folder that has the parts, and notes. Raises `NoPart`."""

    def read(path: RelativePath) -> bytes:
        try:
            return source_of(pythons[path])
        except Unreadable:
            return b""

    root = folder_of_parts(pythons, settings.parts, read)
    inside = _inside(root, pythons)
    named = parts_in(
        [path[0] for path in inside if len(path) == 1],
        settings.parts,
        lambda path: read((*root, *path)),
    )
    files, left_out = _files(inside, named, folder)
    notes = [f"{shown(name)} was taken as {file}" for name, file in named.items() if name != file]
    if root:
        where = shown("/".join(root))
        notes.insert(0, f"found in the folder {where}, beside which nothing is read")
    return files, [*notes, *left_out]


def _with_notebook(
    files: list[SourceFile],
    notebooks: Sequence[TreeEntry],
    folder: SubmittedFolder,
    settings: AssignmentSettings,
) -> tuple[list[SourceFile], list[str]]:
    """Files and, for parts that are not there or still as handed out, a notebook's cells."""
    sources = {file.path: file.data for file in files}
    empty = [
        part
        for part in settings.parts
        if part.file not in sources or is_unwritten(sources[part.file], part)
    ]
    if not empty:
        names = ", ".join(shown(node.name) for node in notebooks[:3])
        return files, [f"{names} was not read: the .py files count"]
    node = the_notebook(notebooks, settings.id, folder.where)
    notebook = notebook_at(node, settings.parts)
    empty = [part for part in empty if part.file not in sources or has_written(notebook, part)]
    untouched = {part.file for part in empty} & sources.keys()
    notes = [f"{file} is as it was handed out; {shown(node.name)} counts" for file in untouched]
    kept = [file for file in files if file.path not in untouched]
    cells = sources_of(notebook, shown(node.name), empty)
    return [*kept, *cells], [*sorted(notes), *notebook.notes]


def _submission_in_archive(
    folder: SubmittedFolder, student: str, settings: AssignmentSettings
) -> Submission:
    if len(folder.archives) > 1:
        names = ", ".join(shown(archive.name) for archive in folder.archives)
        raise Unreadable(folder.where, f"holds several archives ({names}); keep one")
    with opened(folder.archives[0]) as inner:
        found = submission_in(inner, student, settings)
    note = f"found in {shown(folder.archives[0].name)}"
    return submission_of(found.files, student, settings, (note, *found.notes))


def _below(folder: SubmittedFolder) -> dict[RelativePath, TreeEntry]:
    """Every file below `folder`; raises `Unreadable` where there is no end to them."""
    found: dict[RelativePath, TreeEntry] = {}
    waiting: list[tuple[RelativePath, SubmittedFolder]] = [((), folder)]
    seen = 0
    while waiting:
        path, current = waiting.pop()
        if len(path) > caps.DEPTH:
            raise Unreadable(folder.where, f"has more than {caps.DEPTH} folders inside each other")
        seen += len(current.entries)
        if seen > caps.ENTRIES:
            raise Unreadable(folder.where, f"holds more than {caps.ENTRIES} entries")
        for node in current.entries:
            if isinstance(node, SubmittedFolder):
                waiting.append(((*path, node.name), node))
            else:
                found[(*path, node.name)] = node
    return found


def _inside(
    root: RelativePath, nodes: Mapping[RelativePath, TreeEntry]
) -> dict[RelativePath, TreeEntry]:
    depth = len(root)
    return {path[depth:]: node for path, node in nodes.items() if path[:depth] == root}


def _files(
    nodes: Mapping[RelativePath, TreeEntry], named: Mapping[str, str], folder: SubmittedFolder
) -> tuple[list[SourceFile], list[str]]:
    """The sources of `nodes`, parts under the part's file name, and notes on what was left out."""
    if len(nodes) > caps.SOURCES:
        raise Unreadable(
            folder.where, f"holds {len(nodes)} Python files; more than {caps.SOURCES} are not read"
        )
    _refuse_twins(nodes, folder)
    files: list[SourceFile] = []
    notes: list[str] = []
    for path, node in sorted(nodes.items()):
        name = named.get(path[0]) if len(path) == 1 else None
        try:
            files.append(SourceFile(path=name or _module(path, node), data=source_of(node)))
        except Unreadable as fault:
            if name is not None:
                raise
            notes.append(f"{shown('/'.join(path))} was left out: it {fault.reason}")
        if sum(len(file.data) for file in files) > caps.SUBMISSION:
            raise Unreadable(
                folder.where, f"has more than {caps.size(caps.SUBMISSION)} of Python files"
            )
    return files, notes


def _module(path: RelativePath, node: TreeEntry) -> str:
    """The path of a module of the student's own. Raises `Unreadable` for names no import finds."""
    name = "/".join(path)
    if not name.isprintable():
        raise Unreadable(node.where, "has a name with undecodable bytes or control characters")
    return name


def _refuse_twins(paths: Iterable[RelativePath], folder: SubmittedFolder) -> None:
    """Which of XOR.py and xor.py counts would depend on the machine."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        name = "/".join(path)
        key = unicodedata.normalize("NFC", name.casefold())
        if key in seen:
            twins = f"{shown(seen[key])} and {shown(name)}"
            raise Unreadable(folder.where, f"holds {twins}, which some systems cannot tell apart")
        seen[key] = name


def _about_missing(files: Sequence[SourceFile], settings: AssignmentSettings) -> list[str]:
    present = {file.path for file in files if not file.cell_of}
    in_cells = {part for file in files for part in file.cell_of}
    missing = [p.file for p in settings.parts if p.file not in present and p.name not in in_cells]
    return [f"{', '.join(missing)} not handed in"] if missing else []


def _about_data(paths: Iterable[RelativePath]) -> list[str]:
    """Students think that the data file they hand in is read."""
    data = sorted(
        shown("/".join(path)) for path in paths if PurePosixPath(path[-1]).suffix.lower() in DATA
    )
    more = f" and {len(data) - 3} more" if len(data) > 3 else ""
    return [f"data is not used: {', '.join(data[:3])}{more}"] if data else []
