"""The secret of hidden checks: made once, kept private, refused when it is none."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.secret import fingerprint, read_or_make_secret, secret_file


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "grader" / "course.secret"
    secret = read_or_make_secret(file)
    assert len(secret) == 32
    assert read_or_make_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_graders_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(read_or_make_secret(tmp_path / "secret")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@pytest.mark.parametrize("size", [0, 31, 65])
def test_a_file_that_is_no_secret_is_refused(tmp_path: Path, size: int) -> None:
    (tmp_path / "secret").write_bytes(b"x" * size)
    with pytest.raises(UsageError, match=f"holds {size} bytes"):
        read_or_make_secret(tmp_path / "secret")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be kept in"):
        read_or_make_secret(tmp_path / "file" / "secret")


def test_fingerprints_tell_secrets_apart_and_do_not_hold_them() -> None:
    one, other = b"a" * 32, b"b" * 32
    assert fingerprint(one) != fingerprint(other)
    assert one.hex() not in fingerprint(one)


def test_the_secret_lies_with_the_users_data_or_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GRADER_SECRET_FILE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert secret_file("course") == tmp_path / "grader" / "course.secret"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert secret_file("course") == tmp_path / ".local" / "share" / "grader" / "course.secret"
    monkeypatch.setenv("GRADER_SECRET_FILE", str(tmp_path / "mine"))
    assert secret_file("course") == tmp_path / "mine"
