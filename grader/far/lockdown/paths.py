"""Which files Python and the allowed packages need, and which folder keeps a user from them."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from grader.far.lockdown.plan import LockdownError

PACKAGE_FOLDERS = ("site-packages", "dist-packages")
SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/lib/locale",
    "/usr/share/zoneinfo",
    "/dev/urandom",
    "/dev/random",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
)
"""Not /dev/zero: mapped shared, it is memory that RLIMIT_DATA does not count. Not /proc/self:
a rule made before the fork would open the parent's folder."""


def readable_paths(packages: Sequence[str]) -> tuple[str, ...]:
    """Files and folders for `Plan.read_only`: Python, shared libraries, and these packages.

    A package brings what its distribution installed beside it (`numpy.libs`) and the
    distributions it requires; other installed packages stay closed. Raises LockdownError when a
    package is not installed.
    """
    paths = [*_standard_library(), *_shared_libraries(), *map(Path, SYSTEM_FILES)]
    for package in packages:
        paths += _package(package)
    real = {path.resolve() for path in paths if path.exists()}
    return tuple(sorted(str(path) for path in real))


def unreadable_ancestor(path: str | Path, uid: int) -> Path | None:
    """The first folder on the way to `path`, or `path` itself, that user `uid` cannot read.

    None when nothing is in the way. For a user whose only group has the same number; looks at
    the permission bits, not at access control lists.
    """
    path = Path(path).absolute()
    for way in dict.fromkeys((path, path.resolve())):
        for folder in reversed(way.parents):
            if not _permits(folder, uid, os.X_OK):
                return folder
        if not _permits(way, uid, os.R_OK | os.X_OK if way.is_dir() else os.R_OK):
            return way
    return None


def _permits(path: Path, uid: int, needed: int) -> bool:
    """Whether the permission bits grant a user all of R_OK, W_OK, X_OK that are needed."""
    info = path.stat()
    if info.st_uid == uid:
        granted = info.st_mode >> 6
    elif info.st_gid == uid:
        granted = info.st_mode >> 3
    else:
        granted = info.st_mode
    return granted & needed == needed


def _standard_library() -> Iterator[Path]:
    not_a_venv = {"platbase": sys.base_exec_prefix}
    for name in ("stdlib", "platstdlib"):
        yield from _without_packages(Path(sysconfig.get_path(name, vars=not_a_venv)))


def _without_packages(folder: Path) -> Iterator[Path]:
    """The folder, or all in it but installed packages, which most systems keep inside."""
    if any((folder / name).exists() for name in PACKAGE_FOLDERS):
        yield from (path for path in folder.iterdir() if path.name not in PACKAGE_FOLDERS)
    else:
        yield folder


def _shared_libraries() -> Iterator[Path]:
    """Where the loader looks; of a folder that holds Python as well, only the libraries."""
    multiarch = sysconfig.get_config_var("MULTIARCH") or ""
    roots = (Path("/"), Path("/usr"), Path("/usr/local"), Path(sys.base_prefix))
    for root in roots:
        for name in ("lib", "lib64", f"lib/{multiarch}"):
            folder = root / name
            if any(folder.glob("python*")):
                yield from folder.glob("*.so*")
            elif folder.is_dir():
                yield folder


def _package(name: str) -> list[Path]:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise LockdownError("packages", f"{name} is not installed in {sys.prefix}")
    folders = spec.submodule_search_locations or [spec.origin]
    installed = (
        path
        for distribution in _with_requirements(_distributions_of(name))
        for path in _installed(distribution)
    )
    return [*map(Path, folders), *installed]


def _distributions_of(package: str) -> list[metadata.Distribution]:
    """The distributions that hold a package; their names are mostly the same."""
    try:
        return [metadata.distribution(package)]
    except metadata.PackageNotFoundError:
        names = metadata.packages_distributions().get(package, [])
        return [metadata.distribution(name) for name in names]


def _with_requirements(
    distributions: Iterable[metadata.Distribution],
) -> Iterator[metadata.Distribution]:
    """These distributions and all that they require, extras aside."""
    waiting, seen = list(distributions), set()
    while waiting:
        distribution = waiting.pop()
        if distribution.name not in seen:
            seen.add(distribution.name)
            yield distribution
            waiting += _required(distribution)


def _required(distribution: metadata.Distribution) -> Iterator[metadata.Distribution]:
    for requirement in distribution.requires or ():
        name, _, marker = requirement.partition(";")
        if "extra" in marker:
            continue
        try:
            yield metadata.distribution(re.split(r"[^\w.-]", name.strip())[0])
        except metadata.PackageNotFoundError:  # required on other systems only
            continue


def _installed(distribution: metadata.Distribution) -> Iterator[Path]:
    """The top-level entries that a distribution put beside its packages."""
    record = distribution.read_text("RECORD") or ""
    tops = {line.split("/", 1)[0].split(",", 1)[0] for line in record.splitlines()}
    for top in tops - {"", "..", "__pycache__"}:
        yield Path(str(distribution.locate_file(top)))
