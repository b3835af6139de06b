"""Grades that survive: kills, two graders at once, damaged and foreign files."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExitCode
from grader.model import Grade
from grader.store import Store, StoreError, storable, store_key
from tests.reports import samples

WRITES_FOREVER = """
import itertools, sys
from pathlib import Path
from grader.model import Grade
from grader.store import Store
from tests.reports import samples
with Store.open(Path(sys.argv[1])) as store:
    for i in itertools.count():
        store.put(f"key{i}", samples.perfect(f"student{i}"))
        print(i, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results" / "store.sqlite"


def writer(path: Path) -> subprocess.Popen[str]:
    """A process that files grades until it is killed, and says which are committed."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITES_FOREVER, str(path)], stdout=subprocess.PIPE, text=True
    )


def same(one: Grade | None, other: Grade) -> bool:
    """Whether two grades are equal once stored; a NaN in a curve equals itself here."""
    return msgspec.msgpack.encode(one) == msgspec.msgpack.encode(storable(other))


def test_what_was_put_is_there_after_opening_again(path: Path) -> None:
    with Store.open(path) as store:
        store.put("a", samples.mixed())
        assert same(store.get("a"), samples.mixed())
    with Store.open(path) as store:
        assert same(store.get("a"), samples.mixed())
        assert store.get("b") is None


@pytest.mark.parametrize("name", ["ana", "j\udcf8rn"])
def test_a_grade_that_was_put_looks_like_one_that_comes_from_the_store(
    path: Path, name: str
) -> None:
    """So that pages and `results.json` of a first run and of a second one are the same bytes."""
    fresh = msgspec.structs.replace(samples.mixed(), people=(name,), points=3, seconds=1)
    with Store.open(path) as store:
        returned, kept = store.put("a", fresh), store.get("a")
    assert kept is not None
    assert msgspec.json.encode(returned) == msgspec.json.encode(kept)
    assert type(returned.points) is type(returned.seconds) is float


def test_the_first_grade_of_a_key_stays(path: Path) -> None:
    with Store.open(path) as store:
        store.put("a", samples.mixed())
        store.put("a", samples.perfect())
        assert same(store.get("a"), samples.mixed())


def test_infra_is_never_kept(path: Path) -> None:
    with Store.open(path) as store:
        for infra in (samples.broken(), msgspec.structs.replace(samples.perfect(), infra="why")):
            with pytest.raises(StoreError, match="must not be stored"):
                store.put("a", infra)
        assert store.get("a") is None


@pytest.mark.parametrize("change", ["UPDATE grades SET key = 'b'", "DELETE FROM grades"])
def test_a_stored_grade_cannot_be_changed_or_removed(path: Path, change: str) -> None:
    with Store.open(path) as store:
        store.put("a", samples.mixed())
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="grades are never"):
        connection.execute(change)
    connection.close()


def test_a_name_that_is_no_text_does_not_cost_the_grade(path: Path) -> None:
    grade = samples.perfect("j\udcf8rn")
    with Store.open(path) as store:
        store.put("a", grade)
        kept = store.get("a")
    assert kept == storable(grade)
    assert kept is not None
    assert kept.people == ("j\\udcf8rn",)


@pytest.mark.timeout(120)
def test_a_kill_in_the_middle_loses_nothing_that_was_committed(path: Path) -> None:
    committed = 0
    for _ in range(3):
        process = writer(path)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL
        committed = max(committed, *(int(line) for line in said if line.endswith("\n")))
        with Store.open(path) as store:
            for i in range(committed + 1):
                assert store.get(f"key{i}") == samples.perfect(f"student{i}")


@pytest.mark.timeout(120)
def test_a_second_grader_on_the_same_folder_is_told_who_works_there(path: Path) -> None:
    process = writer(path)
    assert process.stdout is not None
    process.stdout.readline()
    with pytest.raises(StoreError, match=rf"process {process.pid}\b") as caught:
        Store.open(path)
    assert "--out" in caught.value.hint
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    process.kill()
    process.stdout.close()
    process.wait()
    Store.open(path).close()


def test_a_closed_store_can_be_opened_by_another(path: Path) -> None:
    Store.open(path).close()
    Store.open(path).close()


def test_a_file_that_is_no_database_is_named_with_a_way_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"grades, allegedly" * 100)
    with pytest.raises(StoreError, match="damaged") as caught:
        Store.open(path)
    assert "Move store.sqlite* away" in caught.value.hint


def test_a_truncated_store_is_named_with_a_way_out(path: Path) -> None:
    with Store.open(path) as store:
        for i in range(200):
            store.put(str(i), samples.mixed())
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(len(data) // 2 - 8192))
    with pytest.raises(StoreError, match="damaged"):
        read_all(path)


def read_all(path: Path) -> None:
    with Store.open(path) as store:
        for i in range(200):
            store.get(str(i))


def test_a_record_that_is_no_grade_is_named_with_a_way_out(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO grades VALUES ('a', ?)", (b"\xc0",))
    connection.commit()
    connection.close()
    with Store.open(path) as store, pytest.raises(StoreError, match="damaged"):
        store.get("a")


def test_a_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_store_of_another_version_is_refused(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="version 99"):
        Store.open(path)


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="cannot write here"):
        Store.open(tmp_path / "results" / "store.sqlite")


def test_a_key_does_not_depend_on_the_order_of_its_parts() -> None:
    assert store_key({"a": "1", "b": "2"}) == store_key({"b": "2", "a": "1"})
    assert len(store_key({})) == 64


PARTS = st.dictionaries(st.text(), st.text())


@given(PARTS, PARTS)
def test_different_parts_have_different_keys(one: dict[str, str], other: dict[str, str]) -> None:
    assert (store_key(one) == store_key(other)) == (one == other)


@given(st.text(min_size=1), st.integers(0, 20))
def test_a_key_knows_where_one_part_ends(word: str, at: int) -> None:
    one = {"a": word, "b": ""}
    other = {"a": word[:at], "b": word[at:]}
    assert (store_key(one) == store_key(other)) == (one == other)
