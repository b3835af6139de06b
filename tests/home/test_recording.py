"""What a reference says is written down and played back; what cannot be is a course error."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.errors import CourseError
from grader.home.recording import (
    Recording,
    ReferenceCall,
    from_bytes,
    recorded,
    to_bytes,
    value_of,
)
from grader.home.reference_recorder import record
from grader.home.reference_replay import ReferenceReplay
from grader.model import Check, Part
from tests.courses import make_course

PARTS = (Part(name="work", file="work.py", functions=("double",)),)
CHECK = Check(id="test_double", title="Doubles.", points=1)

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_]),
    hnp.array_shapes(min_dims=0, max_side=4),
)


@given(plain_values)
def test_plain_values_survive_being_written_down(value: object) -> None:
    assert value_of(recorded(value)) == value


@given(arrays)
def test_arrays_survive_with_shape_dtype_and_bits(array: np.ndarray[Any, Any]) -> None:
    back = value_of(recorded(array))
    assert (back.shape, back.dtype) == (array.shape, array.dtype)
    assert np.array_equal(back, array, equal_nan=array.dtype.kind == "f")


@given(plain_values, plain_values)
def test_a_recording_survives_its_file(arguments: object, result: object) -> None:
    kept = recording(
        ReferenceCall(function="work.f", arguments=recorded(arguments), result=recorded(result))
    )
    assert from_bytes(to_bytes(kept), "expected.msgpack") == kept


@given(st.binary(max_size=200))
def test_bytes_that_are_no_recording_are_a_course_error(data: bytes) -> None:
    with pytest.raises(CourseError, match=r"expected\.msgpack is damaged"):
        from_bytes(data, "expected.msgpack")


def recording(*calls: ReferenceCall) -> Recording:
    return Recording(
        assignment="a00",
        checks=(CHECK,),
        functions={},
        calls={CHECK.id: calls},
        constants={},
    )


def call_of(
    *args: object, result: object, after: object = None, function: str = "work.double"
) -> ReferenceCall:
    return ReferenceCall(
        function=function,
        arguments=recorded((args, {})),
        result=recorded(result),
        after=recorded((after, {})) if after is not None else None,
    )


def double(*calls: ReferenceCall) -> Callable[..., Any]:
    """The recorded function, in the check that asked."""
    reference = ReferenceReplay(recording(*calls), lambda: CHECK.id).reference(PARTS)
    return reference.double  # type: ignore[no-any-return]


# --- playing it back --------------------------------------------------------------------------


def test_the_recorded_answer_comes_back_for_the_recorded_arguments() -> None:
    function = double(call_of(1.0, result=2.0), call_of(3.0, result=6.0))
    assert (function(3.0), function(1.0)) == (6.0, 2.0)


@given(hnp.arrays(np.float64, 5, elements=st.floats(-1e6, 1e6)))
def test_arguments_of_another_blas_are_the_same_arguments(x: np.ndarray[Any, Any]) -> None:
    function = double(call_of(x, result="found"))
    assert function(np.nextafter(x, np.inf)) == "found"


DIFFERENT = {
    "another value": np.array([1.0, 2.1]),
    "another shape": np.array([[1.0, 2.0]]),
    "another dtype": np.array([1.0, 2.0], dtype=np.float32),
    "another type": [1.0, 2.0],
}


@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT)
def test_arguments_that_were_not_recorded_are_a_course_error(other: object) -> None:
    function = double(call_of(np.array([1.0, 2.0]), result=0.0))
    with pytest.raises(CourseError, match=r"test_double asks the reference for work\.double"):
        function(other)


def test_equal_calls_are_answered_in_the_order_in_which_they_were_recorded() -> None:
    function = double(call_of(result=1), call_of(result=2), call_of(result=3))
    assert [function() for _ in range(4)] == [1, 2, 3, 1]


def test_answers_of_another_check_are_not_given() -> None:
    calls = recording(call_of(1.0, result=2.0))
    reference = ReferenceReplay(calls, lambda: "test_other").reference(PARTS)
    with pytest.raises(CourseError, match="test_other asks the reference"):
        reference.double(1.0)


def test_an_argument_that_the_reference_changed_is_changed() -> None:
    x, cache = np.zeros(2), {"n": 0}
    function = double(call_of(x, cache, result=None, after=(np.ones(2), {"n": 1})))
    function(x, cache)
    assert x.tolist() == [1.0, 1.0]
    assert cache == {"n": 1}


def test_a_generator_goes_on_where_the_reference_left_it() -> None:
    rng, advanced = np.random.default_rng(5), np.random.default_rng(5)
    expected = advanced.random()
    function = double(call_of(rng, result=expected, after=(advanced,)))
    assert function(rng) == expected
    assert rng.random() == advanced.random()


def test_a_call_with_a_function_among_its_arguments_is_found_by_its_name() -> None:
    call = ReferenceCall(function="work.double", arguments=None, result=recorded(4.0))
    assert double(call)(lambda x: x) == 4.0


def test_a_function_names_its_parameters_as_the_solution_does(tmp_path: Path) -> None:
    kept = record_course(tmp_path, CHECKS)
    assert kept.parameters == {"work.double": ("x",)}
    reference = ReferenceReplay(kept, lambda: "test_public").reference(PARTS)
    assert list(inspect.signature(reference.double).parameters) == ["x"]


def test_a_function_that_nobody_asked_is_there_and_answers_nothing(tmp_path: Path) -> None:
    kept = record_course(tmp_path, public("pass"))
    reference = ReferenceReplay(kept, lambda: "test_public").reference(PARTS)
    with pytest.raises(CourseError, match="test_public asks the reference"):
        reference.double(1.0)


def test_every_answer_is_a_copy() -> None:
    function = double(call_of(result=np.zeros(1)))
    function()[0] = 1
    assert function().tolist() == [0.0]


# --- recording it -----------------------------------------------------------------------------

REFERENCE = """
import numpy as np

RATE = 0.5
ANSWERS = {"q1": "b"}
KEPT = "never read"


def double(x):
    return helper(x)


def helper(x):
    return 2 * x


def shuffle(x, rng):
    rng.shuffle(x)


def maker():
    return object()
"""

CHECKS = '''
import numpy as np
import pytest

from grader.checks import check_true, check_value


@pytest.mark.points(1)
def test_public(student, reference, rng):
    """It doubles."""
    check_value(student.double, (rng.standard_normal(3),), reference.double)


@pytest.mark.points(2)
@pytest.mark.hidden
def test_secret(student, reference):
    """It doubles more."""
    check_value(student.double, (np.arange(7.0),), reference.double)
'''


def record_course(tmp_path: Path, checks: str) -> Recording:
    course = make_course(tmp_path, checks=checks, reference=REFERENCE)
    return record(course.assignment("a00"))


def public(body: str) -> str:
    return f'''
import numpy as np
import pytest

from grader.checks import check_true, check_value


@pytest.mark.points(1)
def test_public(student, reference):
    """It is right."""
    {body}
    check_true(student.double(1.0) == 2.0, "No.")
'''


def test_only_what_public_checks_ask_is_written_down(tmp_path: Path) -> None:
    kept = record_course(tmp_path, CHECKS)
    assert [check.id for check in kept.checks] == ["test_public"]
    assert list(kept.calls) == ["test_public"]
    assert kept.functions == {"test_public": ("work.double",)}
    assert (kept.hidden, kept.hidden_points) == (1, 2.0)
    assert b"test_secret" not in to_bytes(kept)


def test_what_the_reference_asks_itself_is_not_written_down(tmp_path: Path) -> None:
    (call,) = record_course(tmp_path, CHECKS).calls["test_public"]
    assert call.function == "work.double"


def test_constants_are_written_down_when_a_check_reads_them(tmp_path: Path) -> None:
    kept = record_course(tmp_path, public("assert reference.RATE == 0.5"))
    assert {name: value_of(value) for name, value in kept.constants.items()} == {"work.RATE": 0.5}


def test_the_answers_to_questions_are_never_written_down(tmp_path: Path) -> None:
    data = to_bytes(record_course(tmp_path, public("assert reference.RATE == 0.5")))
    assert b"ANSWERS" not in data
    assert b"never read" not in data


def test_a_check_that_reads_the_answers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="ANSWERS"):
        record_course(tmp_path, public('assert reference.ANSWERS["q1"] == "b"'))


def test_an_answer_that_is_no_plain_value_is_a_course_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="maker"):
        record_course(tmp_path, public("reference.maker()"))


def test_a_reference_that_fails_its_own_public_check_is_a_course_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="does not pass its own public checks"):
        record_course(tmp_path, public("assert reference.RATE == 0.6"))


def test_arguments_that_the_reference_changed_are_written_down_as_they_were_left(
    tmp_path: Path,
) -> None:
    kept = record_course(
        tmp_path, public("reference.shuffle(np.arange(4.0), np.random.default_rng(3))")
    )
    (call,) = kept.calls["test_public"]
    expected = np.arange(4.0)
    np.random.default_rng(3).shuffle(expected)
    assert call.after is not None
    assert np.array_equal(value_of(call.after)[0][0], expected)
