"""Whatever stands for a folder, as a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from grader.intake.safe_names import is_archive
from grader.intake.tars import opened_tar
from grader.intake.tree import File, Refused, SubmittedFolder, TreeEntry, Unreadable
from grader.intake.zips import opened_zip


@contextmanager
def opened(node: TreeEntry) -> Iterator[SubmittedFolder]:
    """The folder that `node` is or packs, as long as the context lasts. Raises `Unreadable`."""
    if isinstance(node, SubmittedFolder):
        yield node
    elif isinstance(node, File) and node.name.casefold().endswith(".zip"):
        with opened_zip(node) as folder:
            yield folder
    elif isinstance(node, File) and is_archive(node.name):
        with opened_tar(node) as folder:
            yield folder
    else:
        reason = node.reason if isinstance(node, Refused) else "is no folder, .zip or .tar.gz"
        raise Unreadable(node.where, reason)
