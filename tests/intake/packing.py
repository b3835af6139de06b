"""Files by path, written as a folder, a zip or a tar.gz."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

Tree = Mapping[str, bytes]


def write(folder: Path, tree: Tree) -> Path:
    """Write `tree` below `folder`."""
    for name, data in tree.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def zip_of(tree: Tree) -> bytes:
    """A zip of `tree`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tree.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tar_of(tree: Tree) -> bytes:
    """A tar.gz of `tree`."""
    return tar_of_members((tarfile.TarInfo(name), data) for name, data in tree.items())


def tar_of_members(members: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """A tar.gz of headers and their bytes."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()
