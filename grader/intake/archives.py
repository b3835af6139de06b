"""What zip and tar have in common: a flat list of members becomes a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.intake import caps
from grader.intake.safe_names import RelativePath, UnsafeName, path_inside, shown
from grader.intake.tree import File, Refused, SubmittedFolder, TreeEntry, Unreadable

Member = tuple[RelativePath, TreeEntry | None]
"""The path inside the archive, and the file there; None for a folder."""


@dataclass(frozen=True)
class ArchiveFolder(SubmittedFolder):
    """A folder inside an archive, or the archive itself."""

    members: Sequence[Member]

    def nodes(self) -> Iterator[TreeEntry]:
        """What lies in it; a name that is there twice is refused, for nobody knows which counts."""
        below: dict[str, list[Member]] = defaultdict(list)
        for path, node in self.members:
            if path:
                below[path[0]].append((path[1:], node))
        for name, members in below.items():
            yield self._node(name, members)

    def _node(self, name: str, members: list[Member]) -> TreeEntry:
        where = f"{self.where}/{shown(name)}"
        files = [node for path, node in members if not path and node is not None]
        if not files:
            return ArchiveFolder(name, where, members)
        if len(members) > 1:
            return Refused(name, where, "is in the archive more than once")
        return files[0]


def refuse_deep_archives(file: File) -> None:
    """Archives in archives in archives are how bombs are built."""
    if file.levels >= caps.ARCHIVE_LEVELS:
        raise Unreadable(file.where, "is an archive in an archive in an archive; unpack it")


def refuse_many_entries(count: int, where: str) -> None:
    """A million empty files are small when packed."""
    if count > caps.ENTRIES:
        raise Unreadable(where, f"holds more than {caps.ENTRIES} entries; unpack what is needed")


def path_of(name: str, where: str) -> RelativePath:
    """`path_inside` with the archive named in the error: one such name condemns all of it."""
    try:
        return path_inside(name)
    except UnsafeName as unsafe:
        raise Unreadable(
            where, f"holds {unsafe} ({shown(name)!r}); nothing of it was read"
        ) from None


def where_inside(archive: File, path: RelativePath) -> str:
    """Where a member lies, fit to print."""
    return "/".join((archive.where, *map(shown, path)))
