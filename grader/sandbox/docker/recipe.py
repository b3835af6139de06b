"""What goes into the image: the Dockerfile, the pinned versions, the far side's code."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from grader.errors import SandboxMissing, UsageError
from grader.far.boot import ROOT

_DOCKERFILE = "Dockerfile"
_CONSTRAINTS = "constraints.txt"
_ROOMS = ("far", "wire")
"""Folders of `grader` that run beside a submission."""


@dataclass(frozen=True)
class Recipe:
    """The files of the build context by their names in it; wheels are not part of the recipe."""

    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 of all names and contents, in hexadecimal: equal digests, equal recipes."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()


def recipe() -> Recipe:
    """The recipe of this copy of grader. Raises SandboxMissing when the package is incomplete."""
    folder = _recipe_folder()
    rooms = (ROOT / "grader" / room for room in _ROOMS)
    code = [ROOT / "grader" / "__init__.py", *(path for room in rooms for path in _sources(room))]
    return Recipe(
        {
            **{name: (folder / name).read_bytes() for name in (_DOCKERFILE, _CONSTRAINTS)},
            **{path.relative_to(ROOT).as_posix(): path.read_bytes() for path in code},
        }
    )


def _sources(room: Path) -> list[Path]:
    return sorted(room.rglob("*.py"))


def context(recipe: Recipe, wheels: Path | None) -> IO[bytes]:
    """The build context, a tar in a temporary file at its beginning; the caller closes it.

    `wheels` is a folder with a wheel of every package, for a build without any index. Raises
    UsageError when there is none in it.
    """
    packages = _wheels(wheels)
    tar = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.addfile(_folder("wheels"))
        for name, content in sorted(recipe.files.items()):
            archive.addfile(_file(name, len(content)), io.BytesIO(content))
        for path in packages:
            with path.open("rb") as wheel:
                archive.addfile(_file(f"wheels/{path.name}", path.stat().st_size), wheel)
    tar.seek(0)
    return tar


def _recipe_folder() -> Path:
    """Where the Dockerfile lies: inside the installed package, or at the top of a checkout."""
    installed, checkout = Path(__file__).parent, ROOT
    for folder in (installed, checkout):
        if (folder / _DOCKERFILE).is_file() and (folder / _CONSTRAINTS).is_file():
            return folder
    raise SandboxMissing(
        f"the Dockerfile of the sandbox is missing: looked in {installed} and {checkout}",
        hint="Install grader again: the package is incomplete.",
    )


def _wheels(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    found = sorted(folder.glob("*.whl")) if folder.is_dir() else []
    if not found:
        raise UsageError(
            f"there is no wheel in {folder}",
            hint="README, section 'Docker', says how to fill such a folder.",
        )
    return found


# Owner, time and mode are always the same, so that the engine finds unchanged files in its cache
# and every user of the container can read them.
def _file(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o644
    return entry


def _folder(name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type = tarfile.DIRTYPE
    entry.mode = 0o755
    return entry
