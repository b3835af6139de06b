"""Archives that are damaged, locked or hostile: one clear line, bounded memory, nothing on disk."""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import tarfile
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.intake import Discovery, caps, discover
from tests.intake.course import ASSIGNMENTS, SOFTMAX
from tests.intake.packing import Tree, tar_of, tar_of_members, write, zip_of

MIB = caps.MIB


def discovered(submissions: Path, name: str, packed: bytes) -> Discovery:
    """What is found where `good` has handed in well and an archive lies beside."""
    write(submissions, {"losses/good.py": SOFTMAX, f"losses/{name}": packed})
    discovery = discover(submissions, ASSIGNMENTS)
    assert "losses/good" in [submission.id for submission in discovery.submissions]
    for problem in discovery.problems:
        assert (problem.path + problem.message).isprintable()
    return discovery


def reason(submissions: Path, name: str, packed: bytes) -> str:
    """Why the archive was refused."""
    (problem,) = discovered(submissions, name, packed).problems
    return problem.message


@contextmanager
def memory_below(limit: int) -> Iterator[None]:
    """The block allocates less than `limit` bytes at any time."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < limit


def zip_with(info: zipfile.ZipInfo, data: bytes = SOFTMAX) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(info, data)
    return packed.getvalue()


def zip_entry(name: str, mode: int) -> bytes:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return zip_with(info, b"/etc/passwd")


def tar_entry(name: str, kind: bytes, target: str = "") -> bytes:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return tar_of_members([(info, b"")])


# --- damaged and locked -----------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0, 1, 50, -8])
@pytest.mark.parametrize(("name", "pack"), [("alice.zip", zip_of), ("alice.tar.gz", tar_of)])
def test_a_torn_archive_is_a_problem(
    submissions: Path, name: str, pack: Callable[[Tree], bytes], keep: int
) -> None:
    packed = pack({"losses.py": SOFTMAX * 100})[:keep]
    assert "is not a readable" in reason(submissions, name, packed)


def test_a_zip_under_the_name_of_a_tar_is_a_problem(submissions: Path) -> None:
    packed = zip_of({"losses.py": SOFTMAX})
    assert "is not a readable tar.gz" in reason(submissions, "alice.tar.gz", packed)


def test_a_file_whose_checksum_is_wrong_is_a_problem(submissions: Path) -> None:
    info = zipfile.ZipInfo("losses.py")
    packed = zip_with(info).replace(struct.pack("<I", info.CRC), b"\1\2\3\4")
    assert reason(submissions, "alice.zip", packed).startswith("is damaged (Bad CRC-32")


def test_a_broken_header_in_the_middle_of_a_tar_does_not_end_it_silently(submissions: Path) -> None:
    unpacked = bytearray(gzip.decompress(tar_of({"more.py": b"X = 1\n", "losses.py": SOFTMAX})))
    unpacked[1024 + 10] ^= 0xFF
    packed = gzip.compress(unpacked)
    assert reason(submissions, "alice.tgz", packed) == "is not a readable tar.gz (bad checksum)"


def test_an_encrypted_zip_asks_for_one_without_a_password(submissions: Path) -> None:
    packed = bytearray(zip_of({"losses.py": SOFTMAX}))
    central = packed.rindex(b"PK\1\2")
    packed[6] |= 1
    packed[central + 8] |= 1
    (problem,) = discovered(submissions, "alice.zip", bytes(packed)).problems
    assert problem.path.endswith("losses/alice.zip/losses.py")
    assert problem.message == "is encrypted; hand it in without a password"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_does_not_unpack_in_bounded_steps_is_refused(
    submissions: Path, method: int
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("losses.py", SOFTMAX)
    assert "unusual way" in reason(submissions, "alice.zip", packed.getvalue())


# --- names and kinds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../losses.py", "a path that leads out of the archive"),
        ("a/../../losses.py", "a path that leads out of the archive"),
        ("..\\losses.py", "a path that leads out of the archive"),
        ("/tmp/losses.py", "an absolute path"),
        ("\\\\server\\losses.py", "an absolute path"),
        ("C:losses.py", "a drive letter"),
        ("c:/losses.py", "a drive letter"),
        ("d/" * 30 + "losses.py", "folders inside each other"),
    ],
)
@pytest.mark.parametrize(("archive", "pack"), [("alice.zip", zip_of), ("alice.tgz", tar_of)])
def test_a_name_that_points_elsewhere_condemns_the_archive(
    submissions: Path, archive: str, pack: Callable[[Tree], bytes], name: str, why: str
) -> None:
    packed = pack({"losses.py": SOFTMAX, name: b"evil"})
    message = reason(submissions, archive, packed)
    assert why in message
    assert message.endswith("nothing of it was read")
    assert sorted(path.name for path in submissions.rglob("*")) == [
        "alice" + archive[5:],
        "good.py",
        "losses",
    ]


def test_backslashes_of_old_windows_tools_separate_folders(submissions: Path) -> None:
    packed = zip_of({"losses.py": SOFTMAX, "tools/sums.py": b""}).replace(b"tools/s", b"tools\\s")
    alice, _ = discovered(submissions, "alice.zip", packed).submissions
    assert [file.path for file in alice.files] == ["losses.py", "tools/sums.py"]


@pytest.mark.parametrize(
    ("name", "packed", "why"),
    [
        ("a.zip", zip_entry("losses.py", stat.S_IFLNK | 0o777), "is a link"),
        ("a.zip", zip_entry("losses.py", stat.S_IFIFO | 0o666), "is neither a file nor a folder"),
        ("a.tgz", tar_entry("losses.py", tarfile.SYMTYPE, "/etc/passwd"), "is a link"),
        ("a.tgz", tar_entry("losses.py", tarfile.LNKTYPE, "/etc/passwd"), "is a link"),
        ("a.tgz", tar_entry("losses.py", tarfile.FIFOTYPE), "is neither a file nor a folder"),
        ("a.tgz", tar_entry("losses.py", tarfile.CHRTYPE), "is neither a file nor a folder"),
        ("a.tgz", tar_entry("losses.py", tarfile.BLKTYPE), "is neither a file nor a folder"),
    ],
    ids=("zip link", "zip fifo", "link", "hard link", "fifo", "character device", "block device"),
)
def test_a_link_or_device_in_an_archive_is_refused(
    submissions: Path, name: str, packed: bytes, why: str
) -> None:
    assert reason(submissions, name, packed).startswith(why)


def test_a_folder_that_is_a_link_in_an_archive_is_not_entered(submissions: Path) -> None:
    link = tarfile.TarInfo("d")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    packed = tar_of_members([(link, b""), (tarfile.TarInfo("d/losses.py"), SOFTMAX)])
    assert "found no Python file" in reason(submissions, "alice.tgz", packed)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_twice_in_an_archive_is_refused(submissions: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("losses.py", SOFTMAX)
        archive.writestr("losses.py", b"other\n")
    message = reason(submissions, "alice.zip", packed.getvalue())
    assert message == "is in the archive more than once"


@pytest.mark.parametrize(("name", "pack"), [("alice.zip", zip_of), ("alice.tgz", tar_of)])
def test_names_that_collide_by_case_are_refused(
    submissions: Path, name: str, pack: Callable[[Tree], bytes]
) -> None:
    packed = pack({"losses.py": SOFTMAX, "LOSSES.py": b""})
    assert "which some systems cannot tell apart" in reason(submissions, name, packed)


def test_control_characters_in_names_inside_archives_are_escaped(submissions: Path) -> None:
    packed = zip_of({"\x1b[2J/losses.py": b"\0"})
    (problem,) = discovered(submissions, "alice.zip", packed).problems
    assert problem.path.endswith("losses/alice.zip/\\x1b[2J/losses.py")


# --- bombs ------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_in_little_memory(submissions: Path) -> None:
    packed = zip_of({"losses.py": bytes(64 * MIB)})
    with memory_below(8 * MIB):
        assert reason(submissions, "alice.zip", packed) == "is larger than 1 MiB"


def test_a_zip_that_lies_about_its_sizes_is_cut_all_the_same(submissions: Path) -> None:
    packed = zip_of({"losses.py": b"#" * (32 * MIB)})
    small = packed.replace(struct.pack("<I", 32 * MIB), struct.pack("<I", 40))
    with memory_below(8 * MIB):
        assert "is damaged" in reason(submissions, "alice.zip", small)


def test_many_large_files_in_a_small_zip_are_refused_in_little_memory(submissions: Path) -> None:
    packed = zip_of({"losses.py": SOFTMAX} | {f"m{i}.py": b"#" * MIB for i in range(100)})
    with memory_below(16 * MIB):
        assert reason(submissions, "alice.zip", packed) == "has more than 4 MiB of Python files"


def test_a_zip_bomb_in_a_zip_is_refused_in_little_memory(submissions: Path) -> None:
    bomb = zip_of({"losses.py": bytes(64 * MIB)})
    with memory_below(8 * MIB):
        assert reason(submissions, "a.zip", zip_of({"b.zip": bomb})) == "is larger than 1 MiB"


def test_an_inner_archive_that_unpacks_without_end_is_refused(submissions: Path) -> None:
    packed = zip_of({"b.zip": bytes(64 * MIB)})
    with memory_below(40 * MIB):
        assert reason(submissions, "alice.zip", packed) == "is larger than 16 MiB"


def test_archives_in_archives_in_archives_are_not_opened(submissions: Path) -> None:
    packed = zip_of({"c.zip": zip_of({"b.tgz": tar_of({"losses.py": SOFTMAX})})})
    message = reason(submissions, "alice.zip", packed)
    assert message == "is an archive in an archive in an archive; unpack it"


def test_a_tar_bomb_is_refused_by_its_ratio_in_little_memory(submissions: Path) -> None:
    packed = tar_of({"losses.py": SOFTMAX, "weights.bin": bytes(64 * MIB)})
    with memory_below(8 * MIB):
        assert "200 times its size: a zip bomb" in reason(submissions, "alice.tar.gz", packed)


def test_a_tar_whose_headers_are_the_bomb_is_refused_in_little_memory(submissions: Path) -> None:
    noise = os.urandom(128 * 1024).hex() * 30
    info = tarfile.TarInfo("losses.py")
    info.pax_headers = {"comment": noise}
    packed = tar_of_members([(info, SOFTMAX)])
    with memory_below(8 * MIB):
        message = reason(submissions, "alice.tgz", packed)
    assert message == "has headers larger than its files"


def test_a_tar_of_many_large_files_is_refused_in_bounded_memory(
    submissions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "TAR_KEPT", 4 * MIB)
    noise = os.urandom(MIB)
    packed = tar_of({f"m{i}.py": noise for i in range(16)})
    with memory_below(12 * MIB):
        message = reason(submissions, "alice.tgz", packed)
    assert message == "holds too much to keep in memory; unpack it"


def test_a_tar_that_unpacks_to_too_much_is_refused(
    submissions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "TAR_UNPACKED", 4 * MIB)
    packed = tar_of({"losses.py": SOFTMAX, "noise.bin": os.urandom(5 * MIB)})
    assert reason(submissions, "alice.tgz", packed).startswith("unpacks to more than 4 MiB")


@pytest.mark.parametrize(("name", "pack"), [("alice.zip", zip_of), ("alice.tgz", tar_of)])
def test_an_archive_of_very_many_entries_is_refused(
    submissions: Path, name: str, pack: Callable[[Tree], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caps, "ENTRIES", 50)
    packed = pack({"losses.py": SOFTMAX} | {f"{i}.txt": b"" for i in range(50)})
    assert "holds more than 50 entries" in reason(submissions, name, packed)


def test_a_zip_whose_table_of_contents_is_huge_is_not_read_at_all(submissions: Path) -> None:
    packed = zip_of({f"{i:0200}.txt": b"" for i in range(17_000)})
    with memory_below(2 * MIB):
        assert "has too many entries" in reason(submissions, "alice.zip", packed)


# --- anything at all --------------------------------------------------------------------------

pieces = st.sampled_from(["..", ".", "", "C:", "losses.py", "LOSSES.py", "a", "b.zip", "\x00", "é"])
member_names = st.lists(pieces | st.text(max_size=5), min_size=1, max_size=5).flatmap(
    lambda path: st.sampled_from(["/", "\\"]).map(lambda separator: separator.join(path))
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(members=st.lists(member_names, min_size=1, max_size=6), packed_as=st.booleans())
def test_no_names_in_an_archive_ever_reach_the_disk_or_leave_their_folder(
    members: list[str], packed_as: bool
) -> None:
    tree = {name: SOFTMAX for name in members if _can_be_packed(name)}
    name, data = ("alice.zip", zip_of(tree)) if packed_as else ("alice.tgz", tar_of(tree))
    with tempfile.TemporaryDirectory() as top:
        discovery = discovered(Path(top), name, data)
        assert {path.name for path in Path(top).rglob("*")} == {"losses", "good.py", name}
    for submission in discovery.submissions:
        for file in submission.files:
            assert not file.path.startswith("/")
            assert ".." not in file.path.split("/")
            assert file.path.isprintable()


def _can_be_packed(name: str) -> bool:
    return bool(name) and name[0] != "\0" and not any("\ud800" <= char <= "\udfff" for char in name)


@given(
    where=st.integers(min_value=0),
    byte=st.integers(min_value=0, max_value=255),
    packed_as=st.sampled_from(["zip", "tgz", "tar inside gzip"]),
)
@example(where=259, byte=0, packed_as="zip")  # a member without a name
def test_one_wrong_byte_anywhere_is_a_problem_or_nothing(
    where: int, byte: int, packed_as: str
) -> None:
    tree = {"losses.py": SOFTMAX, "more.py": b"X = 1\n", "d/data.bin": b"\1\2\3"}
    packed = bytearray(zip_of(tree) if packed_as == "zip" else tar_of(tree))
    if packed_as == "tar inside gzip":
        packed = bytearray(gzip.decompress(packed))
    packed[where % len(packed)] = byte
    data = gzip.compress(packed) if packed_as == "tar inside gzip" else bytes(packed)
    name = "alice.zip" if packed_as == "zip" else "alice.tgz"
    with tempfile.TemporaryDirectory() as top:
        discovery = discovered(Path(top), name, data)
    assert len(discovery.submissions) + len(discovery.problems) == 2


@given(st.binary(max_size=200), st.sampled_from(["alice.zip", "alice.tgz"]))
def test_random_bytes_are_a_problem(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as top:
        assert len(discovered(Path(top), name, data).problems) == 1
