"""Submissions are found in every layout that people use, whole and with the same digest."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import Discovery, discover
from grader.model import Submission
from tests.intake.course import ASSIGNMENTS, DELTA, SOFTMAX, XOR
from tests.intake.packing import Tree, tar_of, write, zip_of


def found(path: Path, assignment: str | None = None) -> list[Submission]:
    """The submissions below `path`, where nothing is wrong."""
    discovery = discover(path, ASSIGNMENTS, assignment=assignment)
    assert discovery.problems == ()
    return list(discovery.submissions)


def paths_of(submission: Submission) -> list[str]:
    return [file.path for file in submission.files]


def ids_of(path: Path, assignment: str | None = None) -> list[str]:
    return [submission.id for submission in found(path, assignment)]


# --- the three layouts ------------------------------------------------------------------------


def test_a_file_a_student_in_a_folder_an_assignment(submissions: Path) -> None:
    write(submissions, {"losses/alice.py": SOFTMAX, "losses/bob.py": b"pass\n"})
    alice, bob = found(submissions)
    assert (alice.id, alice.assignment, alice.people) == ("losses/alice", "losses", ("alice",))
    assert [(file.path, file.data) for file in alice.files] == [("losses.py", SOFTMAX)]
    assert bob.id == "losses/bob"
    assert alice.digest != bob.digest


def test_a_folder_a_student_in_a_folder_an_assignment(submissions: Path) -> None:
    write(submissions, {"neuron/alice/xor.py": XOR, "neuron/alice/delta.py": DELTA})
    (alice,) = found(submissions)
    assert alice.id == "neuron/alice"
    assert paths_of(alice) == ["delta.py", "xor.py"]


def test_a_folder_an_assignment_in_a_folder_a_student(submissions: Path) -> None:
    write(
        submissions,
        {
            "alice/neuron/xor.py": XOR,
            "alice/neuron/delta.py": DELTA,
            "alice/losses/losses.py": SOFTMAX,
            "bob/losses/losses.py": SOFTMAX,
        },
    )
    assert ids_of(submissions) == ["losses/alice", "losses/bob", "neuron/alice"]


def test_layouts_may_be_mixed(submissions: Path) -> None:
    write(
        submissions,
        {
            "losses/alice.py": SOFTMAX,
            "losses/bob/losses.py": SOFTMAX,
            "losses/carol.zip": zip_of({"losses.py": SOFTMAX}),
            "dave/losses/losses.py": SOFTMAX,
        },
    )
    assert [name.split("/")[1] for name in ids_of(submissions)] == ["alice", "bob", "carol", "dave"]
    assert len({submission.digest for submission in found(submissions)}) == 1


@pytest.mark.parametrize("ending", [".zip", ".tar.gz", ".tgz", ".ZIP"])
@pytest.mark.parametrize("form", ["top", "assignment", "student", "in the student's folder"])
def test_an_archive_stands_for_any_folder(tmp_path: Path, ending: str, form: str) -> None:
    pack = zip_of if ending.lower() == ".zip" else tar_of
    mine: Tree = {"xor.py": XOR, "delta.py": DELTA}
    top = tmp_path / "submissions"
    if form == "top":
        top = tmp_path / f"submissions{ending}"
        top.write_bytes(pack({f"neuron/alice/{name}": data for name, data in mine.items()}))
    elif form == "assignment":
        write(top, {f"neuron{ending}": pack({f"alice/{n}": data for n, data in mine.items()})})
    elif form == "student":
        write(top, {f"neuron/alice{ending}": pack(mine)})
    else:
        write(top, {f"neuron/alice/homework{ending}": pack(mine)})
    (alice,) = found(top)
    assert alice.id == "neuron/alice"
    assert paths_of(alice) == ["delta.py", "xor.py"]


def test_an_archive_in_an_archive_is_opened(tmp_path: Path) -> None:
    inner = zip_of({"losses.py": SOFTMAX})
    for pack, ending in ((zip_of, "zip"), (tar_of, "tar.gz")):
        top = tmp_path / f"submissions.{ending}"
        top.write_bytes(pack({"losses/alice.zip": inner}))
        assert ids_of(top) == ["losses/alice"]


def test_an_archive_of_a_student_with_a_folder_an_assignment(submissions: Path) -> None:
    write(submissions, {"alice.zip": zip_of({"losses/losses.py": SOFTMAX, "neuron/xor.py": XOR})})
    write(submissions, {"bob/work.zip": zip_of({"losses/losses.py": SOFTMAX})})
    assert ids_of(submissions) == ["losses/alice", "losses/bob", "neuron/alice"]


def test_a_folder_around_everything_is_looked_through(tmp_path: Path) -> None:
    top = tmp_path / "download.zip"
    top.write_bytes(zip_of({"submissions/losses/alice.py": SOFTMAX}))
    assert ids_of(top) == ["losses/alice"]
    top.write_bytes(
        zip_of({"export/alice/losses/losses.py": SOFTMAX, "export/bob/losses/losses.py": SOFTMAX})
    )
    assert ids_of(top) == ["losses/alice", "losses/bob"]


# --- one assignment, one submission -----------------------------------------------------------


def test_the_folder_of_one_assignment(submissions: Path) -> None:
    write(submissions, {"losses/alice.py": SOFTMAX, "losses/bob.py": SOFTMAX})
    assert ids_of(submissions / "losses") == ["losses/alice", "losses/bob"]


def test_the_archive_of_one_assignment_with_its_folder_in_it(tmp_path: Path) -> None:
    top = tmp_path / "losses.tar.gz"
    top.write_bytes(tar_of({"losses/alice.py": SOFTMAX, "losses/bob.py": SOFTMAX}))
    assert ids_of(top) == ["losses/alice", "losses/bob"]


def test_any_folder_of_students_with_the_assignment_named(submissions: Path) -> None:
    write(submissions, {"alice.py": SOFTMAX, "bob/losses.py": SOFTMAX})
    assert ids_of(submissions, "losses") == ["losses/alice", "losses/bob"]


def test_a_single_file_with_the_assignment_named(submissions: Path) -> None:
    write(submissions, {"mine.py": SOFTMAX})
    assert ids_of(submissions / "mine.py", "losses") == ["losses/mine"]


def test_a_single_folder_or_archive_with_the_assignment_named(tmp_path: Path) -> None:
    write(tmp_path, {"mine/xor.py": XOR, "mine/more.py": b"TWO = 2\n"})
    (mine,) = found(tmp_path / "mine", "neuron")
    assert mine.id == "neuron/mine"
    assert paths_of(mine) == ["more.py", "xor.py"]
    write(tmp_path, {"packed.zip": zip_of({"xor.py": XOR})})
    assert ids_of(tmp_path / "packed.zip", "neuron") == ["neuron/packed"]


def test_the_assignment_of_a_path_is_known_by_the_folder_it_lies_in(submissions: Path) -> None:
    write(submissions, {"losses/alice.py": SOFTMAX, "losses/bob/losses.py": SOFTMAX})
    assert ids_of(submissions / "losses" / "alice.py") == ["losses/alice"]
    assert ids_of(submissions / "losses" / "bob") == ["losses/bob"]


def test_one_students_folder_of_assignments(submissions: Path) -> None:
    write(submissions, {"alice/losses/losses.py": SOFTMAX, "alice/neuron/xor.py": XOR})
    assert ids_of(submissions / "alice") == ["losses/alice", "neuron/alice"]
    assert ids_of(submissions / "alice" / "losses") == ["losses/alice"]
    assert ids_of(submissions) == ["losses/alice", "neuron/alice"]


def test_a_named_assignment_is_picked_out_of_many(submissions: Path) -> None:
    write(submissions, {"losses/alice.py": SOFTMAX, "neuron/alice/xor.py": XOR})
    write(submissions, {"bob/losses/losses.py": SOFTMAX, "bob/neuron/xor.py": XOR})
    assert ids_of(submissions, "neuron") == ["neuron/alice", "neuron/bob"]
    assert ids_of(submissions / "bob", "neuron") == ["neuron/bob"]


def test_only_the_students_that_are_asked_for(submissions: Path) -> None:
    write(submissions, {"losses/alice.py": SOFTMAX, "losses/bob.py": b"\xff", "carol/x": b""})
    discovery = discover(submissions, ASSIGNMENTS, only=frozenset({"alice"}))
    assert [submission.id for submission in discovery.submissions] == ["losses/alice"]
    assert discovery.problems == ()


# --- what belongs to a submission -------------------------------------------------------------


def test_modules_of_the_students_own_come_along_and_data_is_noted(submissions: Path) -> None:
    write(
        submissions,
        {
            "neuron/alice/xor.py": XOR,
            "neuron/alice/delta.py": DELTA,
            "neuron/alice/tools/__init__.py": b"",
            "neuron/alice/tools/sums.py": b"ONE = 1\n",
            "neuron/alice/weights.npz": b"\0",
            "neuron/alice/notes.md": b"done",
        },
    )
    (alice,) = found(submissions)
    assert paths_of(alice) == ["delta.py", "tools/__init__.py", "tools/sums.py", "xor.py"]
    assert alice.notes == ("data is not used: weights.npz",)


def test_clutter_of_systems_and_tools_is_ignored(submissions: Path) -> None:
    clutter = (
        "__MACOSX/._losses.py",
        ".DS_Store",
        "Thumbs.db",
        "__pycache__/losses.cpython-311.py",
        ".git/hooks/hook.py",
        ".ipynb_checkpoints/losses.py",
        ".losses.py.swp",
        ".venv/lib/site.py",
        "venv/lib/site.py",
    )
    write(submissions, {f"losses/alice/{name}": b"\xff" for name in clutter})
    write(submissions, {f"losses/{name}": b"\xff" for name in clutter})
    write(submissions, dict.fromkeys(clutter, b"\xff") | {"losses/alice/losses.py": SOFTMAX})
    (alice,) = found(submissions)
    assert paths_of(alice) == ["losses.py"]


def test_parts_in_a_deeper_folder_are_found_there(submissions: Path) -> None:
    packed = zip_of({"hw/losses/losses.py": SOFTMAX, "hw/losses/more.py": b"", "hw/a.py": b""})
    write(submissions, {"losses/alice.zip": packed})
    (alice,) = found(submissions)
    assert paths_of(alice) == ["losses.py", "more.py"]
    assert alice.notes == ("found in the folder hw/losses, beside which nothing is read",)


def test_the_shallowest_folder_with_a_part_counts(submissions: Path) -> None:
    write(submissions, {"losses/alice/losses.py": SOFTMAX, "losses/alice/old/losses.py": b""})
    (alice,) = found(submissions)
    assert [file.data for file in alice.files] == [SOFTMAX, b""]
    assert paths_of(alice) == ["losses.py", "old/losses.py"]


def test_a_part_that_was_not_handed_in_is_noted(submissions: Path) -> None:
    write(submissions, {"neuron/alice/xor.py": XOR})
    (alice,) = found(submissions)
    assert alice.notes == ("delta.py not handed in",)


@pytest.mark.parametrize(
    "name", ["XOR.py", "xor_final.py", "xor (1).py", "alice-xor.PY", "Xor2.py"]
)
def test_a_near_miss_is_taken_with_a_note(submissions: Path, name: str) -> None:
    write(submissions, {f"neuron/alice/{name}": XOR, "neuron/alice/delta.py": DELTA})
    (alice,) = found(submissions)
    assert paths_of(alice) == ["delta.py", "xor.py"]
    assert alice.notes == (f"{name} was taken as xor.py",)


def test_an_old_copy_beside_the_part_is_a_module(submissions: Path) -> None:
    write(submissions, {"losses/alice/losses.py": SOFTMAX, "losses/alice/losses_old.py": b""})
    (alice,) = found(submissions)
    assert paths_of(alice) == ["losses.py", "losses_old.py"]
    assert alice.notes == ()


def test_a_test_of_a_part_is_no_near_miss(submissions: Path) -> None:
    write(submissions, {"neuron/alice/xor.py": XOR, "neuron/alice/test_delta.py": b""})
    (alice,) = found(submissions)
    assert paths_of(alice) == ["test_delta.py", "xor.py"]


def test_a_single_part_of_several_is_accepted_under_its_own_name(submissions: Path) -> None:
    write(submissions, {"neuron/alice/xor.py": XOR, "neuron/xor.py": XOR})
    assert ids_of(submissions) == ["neuron/alice", "neuron/xor"]


def test_modules_beside_ones_own_work_are_no_students(submissions: Path) -> None:
    write(submissions, {"losses/losses.py": SOFTMAX, "losses/plot.py": b"import losses\n"})
    (mine,) = found(submissions)
    assert mine.id == "losses/submissions"
    assert paths_of(mine) == ["losses.py", "plot.py"]


@pytest.mark.parametrize(
    "neighbour", ["losses/bob.py", "losses/bob/losses.py", "losses/bob.zip", "losses/bob.tgz"]
)
def test_a_student_who_keeps_the_files_name_does_not_swallow_the_class(
    submissions: Path, neighbour: str
) -> None:
    packed = {".zip": zip_of, ".tgz": tar_of}.get(neighbour[-4:])
    data = packed({"losses.py": SOFTMAX}) if packed else SOFTMAX
    write(submissions, {"losses/losses.py": b"import bob\n" + SOFTMAX, neighbour: data})
    assert ids_of(submissions) == ["losses/bob", "losses/losses"]


def test_names_of_students_are_kept_and_made_safe(submissions: Path) -> None:
    write(submissions, {"losses/Doe, Jane.py": SOFTMAX, "losses/a:b.py": SOFTMAX})
    assert ids_of(submissions) == ["losses/Doe, Jane", "losses/a%3Ab"]


# --- any layout, any form ---------------------------------------------------------------------

names = st.from_regex(r"[a-km-z][a-z]{2,7}", fullmatch=True).filter(
    lambda name: (
        name not in {"losses", "neuron", "xor", "delta", "con", "nul", "aux", "prn", "venv"}
    )
)
sources = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30).map(
    lambda text: f"# {text}".replace("coding", "").encode()
)
classes = st.dictionaries(
    names,
    st.fixed_dictionaries(
        {
            "losses": st.fixed_dictionaries({"losses.py": sources}),
            "neuron": st.fixed_dictionaries(
                {"xor.py": sources, "delta.py": sources}, optional={"tools/more.py": sources}
            ),
        }
    ),
    min_size=2,  # one folder alone in an archive is taken for a folder around everything
    max_size=4,
)
Class = dict[str, dict[str, dict[str, bytes]]]


def by_assignment(work: Class) -> Tree:
    return {
        f"{assignment}/{student}/{name}": data
        for student, folders in work.items()
        for assignment, files in folders.items()
        for name, data in files.items()
    }


def by_student(work: Class) -> Tree:
    return {
        f"{student}/{assignment}/{name}": data
        for student, folders in work.items()
        for assignment, files in folders.items()
        for name, data in files.items()
    }


def flat_where_possible(work: Class) -> Tree:
    return {
        name.replace("/losses.py", ".py") if name.startswith("losses/") else name: data
        for name, data in by_assignment(work).items()
    }


def packed_students(work: Class) -> Tree:
    return {
        f"{assignment}/{student}.{'zip' if i % 2 else 'tar.gz'}": (zip_of if i % 2 else tar_of)(
            files
        )
        for i, (student, folders) in enumerate(work.items())
        for assignment, files in folders.items()
    }


def packed_in_folders(work: Class) -> Tree:
    return {
        f"{student}/{assignment}/work.zip": zip_of({f"deeper/{n}": d for n, d in files.items()})
        for student, folders in work.items()
        for assignment, files in folders.items()
    }


@given(
    work=classes,
    layout=st.sampled_from(
        [by_assignment, by_student, flat_where_possible, packed_students, packed_in_folders]
    ),
    form=st.sampled_from(["folder", "zip", "tar.gz", "zip with a folder around"]),
)
def test_any_layout_in_any_form_is_found_whole_with_the_same_digests(
    work: Class, layout: object, form: str
) -> None:
    assert callable(layout)
    with tempfile.TemporaryDirectory() as name:
        plain = write(Path(name) / "plain", by_assignment(work))
        tree = layout(work)
        if form == "folder":
            other = write(Path(name) / "class", tree)
        elif form == "tar.gz":
            write(Path(name), {"class.tar.gz": tar_of(tree)})
            other = Path(name) / "class.tar.gz"
        else:
            around = "around/" if form == "zip with a folder around" else ""
            write(Path(name), {"class.zip": zip_of({f"{around}{n}": d for n, d in tree.items()})})
            other = Path(name) / "class.zip"
        expected, got = discover(plain, ASSIGNMENTS), discover(other, ASSIGNMENTS)
    assert len(expected.submissions) == 2 * len(work)
    assert essence(got) == essence(expected)


def essence(discovery: Discovery) -> object:
    assert discovery.problems == ()
    return [(found.id, found.people, found.files, found.digest) for found in discovery.submissions]
