"""This very grader as a wheel, so that a release needs no package index for it."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import grader
from grader.errors import CourseError

DISTRIBUTION = "backprop-grader"
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the same files make the same archive."""

_WHEEL = "Wheel-Version: 1.0\nGenerator: grader\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_PACKAGE = Path(grader.__file__).resolve().parent
_BESIDE = {
    "templates": "grader/reports/templates",
    "Dockerfile": "grader/sandbox/docker/Dockerfile",
    "constraints.txt": "grader/sandbox/docker/constraints.txt",
}
"""What a checkout keeps at its top and a wheel inside the package."""


def wheel_name() -> str:
    """The file name of the wheel."""
    return f"backprop_grader-{grader.__version__}-py3-none-any.whl"


def wheel() -> bytes:
    """The wheel of the grader that is running, from a checkout or from site-packages.

    Raises CourseError when it was never installed, and so has no metadata.
    """
    info = f"backprop_grader-{grader.__version__}.dist-info"
    files = dict(_package())
    files[f"{info}/METADATA"] = _metadata("METADATA").encode()
    files[f"{info}/entry_points.txt"] = _metadata("entry_points.txt").encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    record = f"{info}/RECORD"
    lines = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(files.items())]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    return archive(files)


def archive(files: dict[str, bytes]) -> bytes:
    """A zip of files by name; equal files make equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
    return buffer.getvalue()


def _package() -> Iterator[tuple[str, bytes]]:
    """The files of the package by their names in the wheel."""
    for path in _files(_PACKAGE):
        yield f"grader/{path.relative_to(_PACKAGE).as_posix()}", path.read_bytes()
    for source, target in _BESIDE.items():
        beside = _PACKAGE.parent / source
        if not (_PACKAGE.parent / target).exists() and beside.exists():
            for path in _files(beside):
                name = path.relative_to(beside).as_posix() if beside.is_dir() else ""
                yield f"{target}/{name}".rstrip("/"), path.read_bytes()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in sorted(place.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _metadata(name: str) -> str:
    try:
        return metadata.distribution(DISTRIBUTION).read_text(name) or ""
    except metadata.PackageNotFoundError:
        raise CourseError(
            "this grader was never installed, so no wheel of it can be made",
            hint="In its folder: pip install -e .",
        ) from None


def _digest(data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return digest.rstrip(b"=").decode()
