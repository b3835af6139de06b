"""What cannot be read is one clear line, and the rest is graded."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import ExitCode, UsageError
from grader.intake import Discovery, caps, discover
from grader.model import Problem
from tests.intake.course import ASSIGNMENTS, DELTA, SOFTMAX, XOR
from tests.intake.packing import write, zip_of


def discovered(path: Path) -> Discovery:
    """What is found below `path`, where `good` has handed in well and nobody else has."""
    discovery = discover(path, ASSIGNMENTS)
    assert [submission.id for submission in discovery.submissions] == ["losses/good"]
    return discovery


def problem_of(path: Path) -> Problem:
    """The one problem below `path`: one printable line."""
    (problem,) = discovered(path).problems
    assert problem.path.isprintable()
    assert problem.message.isprintable()
    return problem


@pytest.fixture
def one_good(submissions: Path) -> Path:
    """A class in which one student has done well."""
    return write(submissions, {"losses/good.py": SOFTMAX})


# --- the path itself --------------------------------------------------------------------------


def test_a_path_that_is_not_there_is_a_wrong_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file") as caught:
        discover(tmp_path / "nowhere", ASSIGNMENTS)
    assert caught.value.exit_code is ExitCode.USAGE


def test_a_path_to_a_fifo_is_a_wrong_command(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        discover(tmp_path / "pipe", ASSIGNMENTS)


def test_a_path_through_a_link_is_followed_because_a_person_named_it(one_good: Path) -> None:
    link = one_good.parent / "link"
    link.symlink_to(one_good)
    assert [found.id for found in discover(link, ASSIGNMENTS).submissions] == ["losses/good"]


def test_an_unknown_assignment_on_the_command_line_names_near_ones(submissions: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'losses'"):
        discover(submissions, ASSIGNMENTS, assignment="loses")


def test_a_file_of_no_known_assignment_asks_which_it_is(submissions: Path) -> None:
    write(submissions, {"alice.py": SOFTMAX})
    with pytest.raises(UsageError, match="--assignment"):
        discover(submissions / "alice.py", ASSIGNMENTS)


def only_problem(path: Path, assignment: str | None = None) -> str:
    """The message of the one problem, where nothing can be graded at all."""
    discovery = discover(path, ASSIGNMENTS, assignment=assignment)
    assert discovery.submissions == ()
    (problem,) = discovery.problems
    return problem.message


def test_a_path_that_is_no_folder_is_a_problem(submissions: Path) -> None:
    write(submissions, {"grades.csv": b"alice,3"})
    assert only_problem(submissions / "grades.csv") == "is no folder, .zip or .tar.gz"


def test_an_empty_folder_is_a_problem(submissions: Path) -> None:
    assert only_problem(submissions) == "is empty"
    assert only_problem(submissions, "losses") == "is empty"


def test_an_empty_archive_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, {"submissions.zip": zip_of({})})
    assert only_problem(tmp_path / "submissions.zip") == "is empty"


def test_a_folder_without_any_assignment_is_one_problem_not_a_thousand(submissions: Path) -> None:
    write(submissions, {f"student{i}.py": SOFTMAX for i in range(1000)})
    assert only_problem(submissions) == (
        "has no folder of an assignment (losses, neuron); "
        "found student0.py, student1.py, student10.py and 997 more"
    )


def test_a_misspelt_assignment_alone_names_near_ones(submissions: Path) -> None:
    write(submissions, {"lossse/alice.py": SOFTMAX})
    assert only_problem(submissions).endswith("found lossse; did you mean 'losses'?")


# --- what is handed in ------------------------------------------------------------------------


def test_a_misspelt_assignment_among_others_names_near_ones(one_good: Path) -> None:
    write(one_good, {"neurons/alice/xor.py": XOR})
    problem = problem_of(one_good)
    assert problem.path.endswith("submissions/neurons")
    assert problem.message.endswith("has none; did you mean 'neuron'?")


def test_a_misspelt_assignment_in_a_students_folder_names_near_ones(one_good: Path) -> None:
    write(one_good, {"good/loses/losses.py": SOFTMAX, "good/neuron/y.py": b"x = 1\n"})
    messages = [problem.message for problem in discovered(one_good).problems]
    assert messages == [
        "is no assignment of the course and has none; did you mean 'losses'?",
        "has no xor.py or delta.py; found y.py",
    ]


def test_a_file_outside_any_assignment_is_a_problem(one_good: Path) -> None:
    write(one_good, {"alice.py": SOFTMAX})
    assert problem_of(one_good).message == "is in no assignment's folder"


def test_an_empty_folder_of_a_student_is_a_problem(one_good: Path) -> None:
    (one_good / "losses" / "alice").mkdir()
    assert problem_of(one_good).message == "has no losses.py; found no Python file or notebook"


def test_an_empty_folder_of_an_assignment_is_a_problem(one_good: Path) -> None:
    (one_good / "neuron").mkdir()
    assert problem_of(one_good) == Problem(path=f"{one_good}/neuron", message="is empty")


def test_a_folder_without_a_known_file_says_what_was_expected_and_seen(one_good: Path) -> None:
    write(one_good, {"neuron/alice/network.py": b"x = 1\n", "neuron/alice/deep/main.py": b""})
    assert problem_of(one_good).message == (
        "has no xor.py or delta.py; found deep/main.py, network.py"
    )


def test_a_near_miss_that_could_be_two_things_is_not_taken(one_good: Path) -> None:
    write(one_good, {"losses/alice/losses_1.py": SOFTMAX, "losses/alice/losses_2.py": SOFTMAX})
    assert problem_of(one_good).message == (
        "has no losses.py; found losses_1.py, losses_2.py, which could be more than one"
    )


def test_parts_in_two_folders_are_not_chosen_between(one_good: Path) -> None:
    write(one_good, {"losses/alice/a/losses.py": SOFTMAX, "losses/alice/b/losses.py": SOFTMAX})
    assert problem_of(one_good).message == "has parts in several folders (a, b); keep one"


def test_one_file_for_an_assignment_of_several_parts_names_the_parts(one_good: Path) -> None:
    write(one_good, {"neuron/alice.py": XOR})
    assert problem_of(one_good).message == (
        "is one file, but neuron has xor.py, delta.py; put them in a folder"
    )


@pytest.mark.parametrize("name", ["alice.docx", "alice.rar", "alice.tar", "alice.txt"])
def test_work_in_a_form_that_cannot_be_graded_is_a_problem(one_good: Path, name: str) -> None:
    write(one_good, {f"losses/{name}": b"my work", "losses/README.md": b"ours"})
    assert problem_of(one_good).message == "is no .py file, notebook, folder, .zip or .tar.gz"


@pytest.mark.parametrize("other", ["losses/alice/losses.py", "alice/losses/losses.py"])
def test_two_submissions_of_one_student_are_both_refused(one_good: Path, other: str) -> None:
    write(one_good, {"losses/alice.py": SOFTMAX, other: SOFTMAX})
    first, second = sorted([f"{one_good}/losses/alice.py", str((one_good / other).parent)])
    assert problem_of(one_good) == Problem(
        path=first, message=f"is of the same student as {second}; none is graded"
    )


def test_students_whom_some_systems_cannot_tell_apart_are_refused(one_good: Path) -> None:
    write(one_good, {"losses/Alice.py": SOFTMAX, "losses/alice.py": SOFTMAX})
    assert "of the same student as" in problem_of(one_good).message


def test_a_student_who_is_asked_for_and_not_there_is_named(one_good: Path) -> None:
    discovery = discover(one_good, ASSIGNMENTS, only=frozenset({"godo"}))
    assert discovery.problems == (
        Problem(path="godo", message="handed in nothing here; did you mean 'good'?"),
    )


# --- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SOFTMAX.decode().encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (SOFTMAX.decode().encode("utf-32"), "is UTF-32; save it as UTF-8"),
        (SOFTMAX.decode().encode("utf-16-le"), "holds NUL bytes"),
        (SOFTMAX + b"\0", "holds NUL bytes"),
        (b"x = 1\ny = '\xe9'\n", "is not utf-8 in line 2"),
        (b"# coding: klingon\n", "unknown encoding: klingon"),
        (b"# coding: idna\n", "declares the encoding 'idna'"),
        (b"# coding: hex\n", "declares the encoding 'hex'"),
        (b"# coding: ascii\ny = '\xc3\xa9'\n", "is not ascii in line 2"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding problem"),
        (b"#" * (caps.SOURCE + 1), "is larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_source_is_a_problem(one_good: Path, data: bytes, reason: str) -> None:
    write(one_good, {"losses/alice.py": data})
    assert reason in problem_of(one_good).message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbfx = 1\n",
        b"# coding: latin-1\nx = '\xe9'\n",
        b"# -*- coding: cp1252 -*-\nx = '\x80'\n",
        "x = 'é'\r\n".encode(),
        b"#" * caps.SOURCE,
    ],
)
def test_text_that_python_reads_is_accepted_as_it_is(one_good: Path, data: bytes) -> None:
    write(one_good, {"losses/good.py": data})
    assert discovered(one_good).submissions[0].files[0].data == data


def test_a_module_that_cannot_be_read_is_left_out_with_a_note(one_good: Path) -> None:
    (one_good / "losses" / "good.py").unlink()
    write(one_good, {"losses/good/losses.py": SOFTMAX, "losses/good/old.py": b"\xff"})
    (good,) = discovered(one_good).submissions
    assert [file.path for file in good.files] == ["losses.py"]
    assert good.notes == ("old.py was left out: it is not utf-8 in line 1; save it as UTF-8",)


def test_a_source_of_50_mb_is_refused_without_being_read_whole(one_good: Path) -> None:
    with (one_good / "losses" / "alice.py").open("wb") as file:
        file.truncate(50_000_000)
    assert problem_of(one_good).message == "is larger than 1 MiB"


def test_a_submission_of_many_large_files_is_refused(one_good: Path) -> None:
    large = {f"losses/alice/m{i}.py": b"#" * caps.SOURCE for i in range(5)}
    write(one_good, {"losses/alice/losses.py": SOFTMAX, **large})
    assert problem_of(one_good).message == "has more than 4 MiB of Python files"


def test_a_submission_of_very_many_files_is_refused(one_good: Path) -> None:
    many = {f"losses/alice/m{i}.py": b"" for i in range(caps.SOURCES)}
    write(one_good, {"losses/alice/losses.py": SOFTMAX, **many})
    assert problem_of(one_good).message.startswith(f"holds {caps.SOURCES + 1} Python files")


def test_folders_without_end_are_refused(one_good: Path) -> None:
    write(one_good, {f"losses/alice/{'d/' * 40}losses.py": SOFTMAX})
    assert "folders inside each other" in problem_of(one_good).message


def test_names_that_some_systems_cannot_tell_apart_are_refused(one_good: Path) -> None:
    write(one_good, {"losses/alice/losses.py": SOFTMAX, "losses/alice/Losses.py": SOFTMAX})
    assert problem_of(one_good).message.startswith("holds Losses.py and losses.py, which")


def test_a_file_that_we_may_not_read_is_a_problem(unprivileged: Path) -> None:
    write(unprivileged, {"losses/good.py": SOFTMAX, "losses/alice.py": SOFTMAX})
    (unprivileged / "losses" / "alice.py").chmod(0)
    assert problem_of(unprivileged).message == "cannot be read: permission denied"


def test_a_folder_that_we_may_not_read_is_a_problem(unprivileged: Path) -> None:
    write(unprivileged, {"losses/good.py": SOFTMAX, "losses/alice/losses.py": SOFTMAX})
    (unprivileged / "losses" / "alice").chmod(0)
    assert problem_of(unprivileged).message == "cannot be read: permission denied"


# --- what is no file --------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/etc/passwd", "good.py", "nowhere"])
def test_a_link_in_the_place_of_a_file_is_refused(one_good: Path, target: str) -> None:
    (one_good / "losses" / "alice.py").symlink_to(target)
    assert problem_of(one_good).message == "is a link; hand in the file itself"


def test_a_link_in_the_place_of_a_folder_is_refused(one_good: Path, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", {"losses.py": SOFTMAX})
    (one_good / "losses" / "alice").symlink_to(secret)
    assert problem_of(one_good).message == "is a link; hand in the file itself"


def test_a_link_in_the_place_of_a_part_is_refused(one_good: Path) -> None:
    write(one_good, {"neuron/alice/xor.py": XOR})
    (one_good / "neuron" / "alice" / "delta.py").symlink_to("/etc/passwd")
    assert problem_of(one_good).message == "is a link; hand in the file itself"


def test_a_link_in_the_place_of_a_module_is_left_out_with_a_note(one_good: Path) -> None:
    (one_good / "losses" / "good.py").unlink()
    write(one_good, {"losses/good/losses.py": SOFTMAX})
    (one_good / "losses" / "good" / "more.py").symlink_to("/etc/passwd")
    (one_good / "losses" / "good" / "loop").symlink_to("..")
    (good,) = discovered(one_good).submissions
    assert [file.path for file in good.files] == ["losses.py"]
    assert good.notes == ("more.py was left out: it is a link; hand in the file itself",)


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o600)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("make", [make_fifo, make_socket])
@pytest.mark.parametrize("name", ["losses/alice.py", "losses/alice.zip", "neuron/alice/xor.py"])
def test_a_fifo_or_socket_is_never_opened(
    one_good: Path, make: Callable[[Path], None], name: str
) -> None:
    (one_good / name).parent.mkdir(parents=True, exist_ok=True)
    make(one_good / name)
    if name.endswith(".zip"):
        assert problem_of(one_good).message == "is neither a file nor a folder"
    else:
        assert "is neither a file nor a folder" in problem_of(one_good).message


# --- names ------------------------------------------------------------------------------------


def test_a_name_that_is_not_utf8_is_kept_apart_and_shown_safely(one_good: Path) -> None:
    raw = os.fsencode(one_good / "losses")
    Path(os.fsdecode(raw + b"/al\xefce.py")).write_bytes(SOFTMAX)
    Path(os.fsdecode(raw + b"/b\xefb.py")).write_bytes(b"\0")
    discovery = discover(one_good, ASSIGNMENTS)
    assert [found.id for found in discovery.submissions] == ["losses/al%EFce", "losses/good"]
    (problem,) = discovery.problems
    assert problem.path == f"{one_good}/losses/b\\udcefb.py"


def test_control_characters_in_names_never_reach_the_terminal(one_good: Path) -> None:
    write(one_good, {"losses/\x1b[31mred\n.py": SOFTMAX, "losses/\x1b]0;bad\x07.py": b"\0"})
    discovery = discover(one_good, ASSIGNMENTS)
    assert [found.id for found in discovery.submissions] == ["losses/%1B[31mred%0A", "losses/good"]
    (problem,) = discovery.problems
    assert problem.path == f"{one_good}/losses/\\x1b]0;bad\\x07.py"


def test_a_module_with_an_unprintable_name_is_left_out_with_a_note(one_good: Path) -> None:
    (one_good / "losses" / "good.py").unlink()
    write(one_good, {"losses/good/losses.py": SOFTMAX, "losses/good/\x1b.py": b"X = 1\n"})
    (good,) = discovered(one_good).submissions
    assert [file.path for file in good.files] == ["losses.py"]
    assert good.notes == (
        "\\x1b.py was left out: it has a name with undecodable bytes or control characters",
    )


def test_every_kind_of_bad_input_at_once_leaves_the_good_one(one_good: Path) -> None:
    write(
        one_good,
        {
            "losses/empty/.keep": b"",
            "losses/binary.py": b"\0\1",
            "losses/huge.py": b"#" * (caps.SOURCE + 1),
            "losses/torn.zip": zip_of({"losses.py": SOFTMAX})[:-8],
            "losses/up.zip": zip_of({"../losses.py": SOFTMAX}),
            "losses/note.txt": b"sorry",
            "losses/twice.py": SOFTMAX,
            "losses/twice.zip": zip_of({"losses.py": SOFTMAX}),
            "neuron/wrong/main.py": DELTA,
            "mystery/alice.py": SOFTMAX,
        },
    )
    (one_good / "losses" / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(one_good / "losses" / "pipe.py")
    assert len(discovered(one_good).problems) == 11
