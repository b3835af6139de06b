"""Which files a locked child can open, with the newest Landlock and with that of Debian 12."""

from __future__ import annotations

import errno
from collections.abc import Iterator

import pytest

from grader.far.lockdown import landlock, landlock_abi
from tests.far.locked import VARIANTS, Locked, locked
from tests.requires import requires


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def child(request: pytest.FixtureRequest) -> Iterator[Locked]:
    with locked(request.param) as ready:
        yield ready


# Statements that must raise OSError with EACCES, by what they try.
OUT_OF_BOUNDS = {
    "read a file outside": "open(outside + '/file.txt').read()",
    "list a folder outside": "os.listdir(outside)",
    "write a file outside": "open(outside + '/file.txt', 'w')",
    "append to a file outside": "open(outside + '/file.txt', 'a')",
    "create a file outside": "open(outside + '/new.txt', 'x')",
    "create a folder outside": "os.mkdir(outside + '/new')",
    "remove a file outside": "os.remove(outside + '/file.txt')",
    "remove a folder outside": "os.rmdir(outside + '/folder')",
    "link to a name outside": "os.symlink('/', outside + '/link')",
    "write what it may read": "open(library + '/file.txt', 'w')",
    "remove what it may read": "os.remove(library + '/file.txt')",
    "create beside what it may read": "open(library + '/new.txt', 'x')",
    "read the password file": "open('/etc/passwd').read()",
    "read another's environment": "open(f'/proc/{zygote}/environ').read()",
    "read its parent's memory": "open(f'/proc/{zygote}/mem', 'rb').read()",
    "write another's memory": "open(f'/proc/{victim}/mem', 'wb')",
    "list processes": "os.listdir('/proc')",
    "list its descriptors": "os.listdir('/proc/self/fd')",
    "read through a link": (
        "os.path.lexists(scratch + '/l') or os.symlink(outside + '/file.txt', scratch + '/l');"
        "open(scratch + '/l').read()"
    ),
    "map the shared memory folder": "open('/dev/shm/x', 'w')",
    "list temporary files": "os.listdir('/tmp')",
    "read zeros that can be shared": "open('/dev/zero', 'rb')",
}


@pytest.mark.parametrize("action", OUT_OF_BOUNDS)
def test_a_file_out_of_bounds_is_closed_and_unchanged(child: Locked, action: str) -> None:
    before = child.world.facts()
    assert child.run(OUT_OF_BOUNDS[action]) == ["raised", "PermissionError", errno.EACCES]
    assert child.world.facts() == before


def test_a_link_to_a_file_outside_cannot_be_made(child: Locked) -> None:
    before = child.world.facts()
    answer = child.run("os.link(outside + '/file.txt', scratch + '/hard')")
    assert answer in (
        ["raised", "OSError", errno.EXDEV],
        ["raised", "PermissionError", errno.EACCES],
    )
    assert child.world.facts() == before


def test_a_file_cannot_be_moved_in_or_out(child: Locked) -> None:
    before = child.world.facts()
    for source, target in (("outside", "scratch"), ("library", "scratch"), ("scratch", "outside")):
        statement = f"os.rename({source} + '/file.txt', {target} + '/moved.txt')"
        assert child.run(statement)[2] in (errno.EXDEV, errno.EACCES)
    assert child.world.facts() == before


@pytest.mark.parametrize(
    ("abi", "newest_right"),
    [(1, 12), (2, 13), (3, 14), (4, 14), (5, 15), (6, 15), (7, 15), (9, 15)],
)
def test_each_abi_handles_all_file_rights_it_knows(abi: int, newest_right: int) -> None:
    assert landlock.handled_files(abi).bit_length() - 1 == newest_right


def test_the_abi_can_be_masked_but_not_raised() -> None:
    requires(landlock_abi() >= 2, "this kernel's Landlock is older than ABI 2")
    assert landlock_abi(at_most=2) == 2
    assert landlock_abi(at_most=0) == 0
    assert landlock_abi(at_most=1000) == landlock_abi()
