"""Which files a plan should name."""

from __future__ import annotations

import os
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.far.lockdown import LockdownError, readable_paths, unreadable_ancestor
from tests.requires import requires

SOMEBODY = 64999


def covers(paths: tuple[str, ...], file: str | Path | None) -> bool:
    """Whether a file is one of the paths or inside of one."""
    assert file is not None
    real = Path(file).resolve()
    return any(real.is_relative_to(path) for path in paths)


def test_the_standard_library_is_readable() -> None:
    paths = readable_paths(())
    for module in (os, sysconfig):
        assert covers(paths, module.__file__)
    assert covers(paths, __import__("_ctypes").__file__)


def test_a_named_package_is_readable_with_its_libraries() -> None:
    paths = readable_paths(("numpy",))
    folder = Path(np.__file__).parent
    assert covers(paths, folder / "polynomial" / "__init__.py")
    libraries = folder.with_name("numpy.libs")
    assert not libraries.exists() or covers(paths, libraries)


def test_a_package_that_is_not_named_stays_closed() -> None:
    paths = readable_paths(("numpy",))
    assert not covers(paths, pytest.__file__)
    assert not covers(readable_paths(()), np.__file__)
    assert not covers(paths, Path(np.__file__).parents[1])


def test_what_a_package_requires_is_readable_and_its_extras_are_not() -> None:
    paths = readable_paths(("rich",))
    assert covers(paths, __import__("pygments").__file__)
    assert not covers(paths, pytest.__file__)


def test_our_own_code_stays_closed() -> None:
    assert not covers(readable_paths(("numpy",)), Path(__file__).parents[2] / "grader")


def test_neither_zeros_nor_processes_can_be_opened() -> None:
    paths = readable_paths(())
    assert not covers(paths, "/dev/zero")
    assert not any(path.startswith("/proc/") for path in paths if path != "/proc/cpuinfo")


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(LockdownError, match="no_such_package is not installed"):
        readable_paths(("no_such_package",))


@pytest.fixture
def way() -> Iterator[Path]:
    """A folder that everybody can enter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder).resolve()
        path.chmod(0o755)
        requires(unreadable_ancestor(path, SOMEBODY) is None, f"{path.parent} is closed to others")
        yield path


def test_a_closed_folder_on_the_way_is_found(way: Path) -> None:
    closed = way / "closed"
    closed.mkdir(mode=0o700)
    (closed / "file").touch()
    assert unreadable_ancestor(closed / "file", SOMEBODY) == closed
    assert unreadable_ancestor(closed, SOMEBODY) == closed
    closed.chmod(0o711)
    assert unreadable_ancestor(closed / "file", SOMEBODY) is None
    assert unreadable_ancestor(closed, SOMEBODY) == closed


def test_an_unreadable_file_is_found_itself(way: Path) -> None:
    file = way / "file"
    file.touch(mode=0o600)
    assert unreadable_ancestor(file, SOMEBODY) == file
    file.chmod(0o604)
    assert unreadable_ancestor(str(file), SOMEBODY) is None


def test_a_closed_folder_behind_a_link_is_found(way: Path) -> None:
    (way / "closed").mkdir()
    (way / "closed" / "file").touch()
    (way / "link").symlink_to(way / "closed" / "file")
    (way / "closed").chmod(0o700)
    assert unreadable_ancestor(way / "link", SOMEBODY) == way / "closed"


def test_an_owner_may_enter_its_own_folder(way: Path) -> None:
    way.chmod(0o700)
    assert unreadable_ancestor(way, os.getuid()) is None
    assert unreadable_ancestor(way, SOMEBODY) == way


def test_a_folder_that_is_not_there_is_an_error(way: Path) -> None:
    with pytest.raises(FileNotFoundError):
        unreadable_ancestor(way / "nowhere", SOMEBODY)
