"""The comparison core: what is equal, what is not, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.checks.comparing.compare import compare
from grader.checks.comparing.subject import Subject
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.kinds import Array
from grader.errors import CourseError
from grader.evidence import EvidenceKind

FEW = settings(max_examples=40)
SIZES = st.floats(0.01, 100.0)
NUMBERS = st.one_of(SIZES, SIZES.map(lambda x: -x))
SHAPES = npst.array_shapes(max_dims=3, max_side=5)
ARRAYS = npst.arrays(np.float64, SHAPES, elements=NUMBERS)
SPECIAL = npst.arrays(np.float64, SHAPES, elements=st.floats())


class Stranger:
    """A class that no comparison may ask for anything but its class."""

    def __getattribute__(self, name: str) -> object:
        if name == "__class__":
            return Stranger
        raise RuntimeError(f"touched: {name}")

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def kinds(got: object, expected: object, tolerance: Tolerance | None = None) -> list[EvidenceKind]:
    return [found.kind for found in compare(got, expected, tolerance or Tolerance())]


# --- what is equal ----------------------------------------------------------------------------


@FEW
@given(SPECIAL)
def test_an_array_equals_its_copy_whatever_it_holds(array: Array) -> None:
    assert not compare(array.copy(), array)


@FEW
@given(ARRAYS)
def test_memory_layout_and_byte_order_make_no_difference(array: Array) -> None:
    spread = np.repeat(array, 2, axis=0)[::2]
    for same in (np.asfortranarray(array), spread, array.astype(">f8")):
        assert not compare(same, array)


@pytest.mark.parametrize("got", [3.0, 3, np.float64(3), np.int64(3), np.float32(3), np.array(3.0)])
@pytest.mark.parametrize("expected", [3.0, 3, np.float64(3), np.array(3)])
def test_all_scalars_that_hold_a_number_are_one_kind(got: object, expected: object) -> None:
    assert not compare(got, expected)


def test_integers_of_another_width_are_the_same_dtype() -> None:
    assert not compare(np.arange(3, dtype=np.int32), np.arange(3))


def test_containers_of_equal_parts_are_equal() -> None:
    value = {"W": np.ones((2, 3)), "history": [1.0, 2], "pair": (None, "relu", b"x", True)}
    assert not compare(
        {"pair": (None, "relu", b"x", np.True_), "W": np.ones((2, 3)), "history": [1, 2.0]}, value
    )


# --- no false pass ----------------------------------------------------------------------------


@FEW
@given(ARRAYS, st.randoms(use_true_random=False))
def test_a_permutation_that_changes_the_array_is_seen(array: Array, random: object) -> None:
    order = np.random.default_rng(random.randrange(2**32)).permutation(array.size)  # type: ignore[attr-defined]
    other = array.ravel()[order].reshape(array.shape)
    assume(np.abs(other - array).max() > 1e-6)
    assert kinds(other, array) == [EvidenceKind.VALUE]


@FEW
@given(ARRAYS)
def test_a_flipped_sign_is_seen(array: Array) -> None:
    assert kinds(-array, array) == [EvidenceKind.VALUE]


@FEW
@given(ARRAYS, st.sampled_from([0.0, 0.5, 2.0, 1 + 1e-6, 1 - 1e-6]))
def test_another_scale_is_seen(array: Array, factor: float) -> None:
    assert kinds(factor * array, array) == [EvidenceKind.VALUE]


@FEW
@given(npst.arrays(np.float64, st.tuples(st.integers(2, 5), st.integers(2, 5)), elements=NUMBERS))
def test_a_transposition_is_seen(matrix: Array) -> None:
    square = matrix.shape[0] == matrix.shape[1]
    assume(not square or np.abs(matrix - matrix.T).max() > 1e-6)
    expected = EvidenceKind.VALUE if square else EvidenceKind.SHAPE
    assert kinds(matrix.T, matrix) == [expected]


@FEW
@given(ARRAYS, st.data())
def test_one_wrong_entry_is_seen(array: Array, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, array.size - 1))
    other = array.copy()
    other.flat[place] *= 1.01
    (found,) = compare(other, array)
    assert found.places[0].index == tuple(np.unravel_index(place, array.shape))
    assert found.share_wrong == pytest.approx(1 / array.size)


@FEW
@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_a_column_or_a_row_never_equals_a_vector(numbers: list[float]) -> None:
    vector = np.array(numbers)
    for other in (vector[:, None], vector[None, :]):
        assert kinds(other, vector) == [EvidenceKind.SHAPE]
        assert kinds(vector, other) == [EvidenceKind.SHAPE]


@FEW
@given(SHAPES, SHAPES)
def test_unequal_shapes_never_pass_by_broadcasting(got: object, expected: object) -> None:
    assume(got != expected)
    assert kinds(np.ones(got), np.ones(expected)) == [EvidenceKind.SHAPE]  # type: ignore[call-overload]


def test_a_number_does_not_stand_for_an_array_of_equal_entries() -> None:
    assert kinds(1.0, np.ones(3)) == [EvidenceKind.SHAPE]
    assert kinds(np.ones(1), 1.0) == [EvidenceKind.SHAPE]


@given(ARRAYS, st.sampled_from([np.nan, np.inf, -np.inf]), st.data())
def test_nan_and_inf_count_only_where_they_are_expected(
    array: Array, strange: float, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, array.size - 1))
    other = array.copy()
    other.flat[place] = strange
    (found,) = compare(other, array)
    assert "contains NaN" in found.summary or "contains inf" in found.summary
    assert found.places[0].index == tuple(np.unravel_index(place, array.shape))
    assert kinds(array, other) == [EvidenceKind.VALUE]
    assert not compare(other.copy(), other)


def test_infinities_of_unlike_sign_differ() -> None:
    assert kinds(np.array([np.inf, 1.0]), np.array([-np.inf, 1.0])) == [EvidenceKind.VALUE]


@pytest.mark.parametrize("got", [True, np.True_, np.array(True), 1j, "1", None, [1.0]])
def test_what_is_no_real_number_is_no_number(got: object) -> None:
    assert kinds(got, 1.0) == [EvidenceKind.TYPE]


@pytest.mark.parametrize("got", [[1.0, 1.0], (1.0, 1.0), None, "11", {0: 1.0}])
def test_what_is_no_array_is_no_array(got: object) -> None:
    assert kinds(got, np.ones(2)) == [EvidenceKind.TYPE]


@pytest.mark.parametrize("got", [[1.0, 2.0], (1.0, 2.0, 3.0), (1.0,), np.array([1.0, 2.0]), 1.0])
def test_only_a_tuple_of_that_length_is_the_expected_tuple(got: object) -> None:
    assert kinds(got, (1.0, 2.0)) in ([EvidenceKind.TYPE], [EvidenceKind.SHAPE])


def test_an_object_that_claims_to_equal_everything_is_not_asked() -> None:
    for expected in (1.0, np.ones(2), "relu", None, (1.0,), [1.0], {"W": 1.0}):
        (found,) = compare(Stranger(), expected)
        assert found.kind is EvidenceKind.TYPE
        assert found.got == "an object that is no number, array, tuple, list or dict"


def test_every_wrong_part_of_a_tuple_is_reported() -> None:
    found = compare(
        (1.0, np.ones((3, 1))), (2.0, np.ones(3)), names=("loss", "dz"), subject=Subject("f", "f")
    )
    assert [each.summary.split(" of ")[0] for each in found] == ["loss", "dz"]


def test_huge_integers_are_compared_without_error() -> None:
    assert kinds(10**400, 1.0) == [EvidenceKind.VALUE]
    assert kinds(np.array([2**62 + 1]), np.array([2**62])) == [EvidenceKind.VALUE]


# --- dtypes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool", "complex128", "object", "<U4"])
def test_another_dtype_is_seen_before_the_values(dtype: str) -> None:
    got = np.array([1, 0, 1]).astype(dtype)
    (found,) = compare(got, np.array([1.0, 0.0, 1.0]))
    assert found.kind is EvidenceKind.DTYPE
    assert found.expected_dtype == "float64"


def test_any_numeric_dtype_will_do_if_the_check_says_so() -> None:
    anything = Tolerance(dtypes="any")
    assert not compare(np.array([1, 0]), np.array([1.0, 0.0]), anything)
    assert kinds(np.array([1, 0]).astype(object), np.ones(2), anything) == [EvidenceKind.DTYPE]


# --- tolerances -------------------------------------------------------------------------------


@FEW
@given(ARRAYS, st.data())
def test_a_gap_passes_just_within_the_tolerance_and_fails_just_beyond(
    array: Array, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, array.size - 1))
    tolerance = Tolerance(rtol=1e-5, atol=1e-7)
    allowed = tolerance.allowed(array).flat[place]
    assert allowed == pytest.approx(1e-7 * np.abs(array).max() + 1e-5 * abs(array.flat[place]))
    within, beyond = array.copy(), array.copy()
    within.flat[place] += 0.999 * allowed
    beyond.flat[place] += 1.001 * allowed
    assert not compare(within, array, tolerance)
    assert kinds(beyond, array, tolerance) == [EvidenceKind.VALUE]


@FEW
@given(ARRAYS, st.sampled_from([1e-30, 1e-9, 1e9, 1e30]))
def test_the_verdict_does_not_depend_on_units(array: Array, unit: float) -> None:
    other = array + 3e-10 * np.abs(array).max()
    assert bool(compare(unit * other, unit * array)) == bool(compare(other, array))


def test_an_all_zero_array_allows_rounding_only() -> None:
    assert not compare(np.full(3, 1e-16), np.zeros(3))
    assert kinds(np.full(3, 1e-9), np.zeros(3)) == [EvidenceKind.VALUE]


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: -a, "wrong sign"),
        (lambda a: a * 7, "same factor"),
        (lambda a: a + 0.5, "same amount"),
        (lambda a: a.T.copy(), "transposed"),
        (lambda a: a.astype(np.float32).astype(np.float64), "float32"),
        (lambda a: a * np.nan, "NaN comes from"),
    ],
)
def test_a_simple_relation_becomes_a_hint(change: object, words: str) -> None:
    expected = np.random.default_rng(0).standard_normal((3, 3))
    (found,) = compare(change(expected), expected)  # type: ignore[operator]
    assert words in found.hint


def test_a_factor_is_told_in_the_detail_only() -> None:
    expected = np.array([0.5, 1.5, -2.0])
    (found,) = compare(expected / 7, expected)
    assert "1/7 times" in found.detail
    assert "7" not in found.summary + found.hint


def test_an_unrelated_array_gets_no_hint() -> None:
    rng = np.random.default_rng(0)
    (found,) = compare(rng.standard_normal(5), rng.standard_normal(5))
    assert found.hint == ""


def test_the_worst_places_come_first_and_are_few() -> None:
    expected = np.zeros(50)
    (found,) = compare(np.arange(50.0), expected)
    assert [place.index for place in found.places] == [(49,), (48,), (47,), (46,), (45,)]
    assert (found.largest_absolute, found.largest_relative) == (49.0, None)
    assert found.share_wrong == pytest.approx(49 / 50)


def test_one_wrong_number_is_shown_beside_the_right_one_and_that_is_all() -> None:
    (evidence,) = compare(0.5, 0.25)
    assert evidence.detail == "Got 0.5, expected 0.25."


def test_a_single_wrong_entry_is_counted_in_the_singular() -> None:
    (evidence,) = compare(np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]))
    assert "1 of 3 entries is wrong" in evidence.detail


def test_a_list_of_numbers_is_described_as_a_whole_where_several_are_wrong() -> None:
    (evidence,) = compare([3, 2, 2, 9.5], [3, 4, 4, 9.5])
    assert evidence.detail.startswith("Got 2, expected 4 at [1]; 2 of 4 entries are wrong")


def test_a_column_for_a_vector_is_named() -> None:
    (found,) = compare(np.ones((4, 1)), np.ones(4), subject=Subject.result_of("softmax"))
    assert found.summary == (
        "The result of softmax has shape (4, 1), expected (4,): a column is not a vector."
    )


def test_an_expected_value_that_cannot_be_compared_is_an_error_of_the_course() -> None:
    for expected in (object(), np.array(["a"]), np.random.default_rng(0)):
        with pytest.raises(CourseError):
            compare(1.0, expected)


# --- nested structures ------------------------------------------------------------------------

LEAVES = st.one_of(ARRAYS, NUMBERS, st.sampled_from(["relu", "tanh", b"x"]))
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("Wbxy"), inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


def rebuilt(value: object, change: Callable[[object], object]) -> object:
    """A copy of a nested value with `change` done to every leaf."""
    if isinstance(value, (list, tuple)):
        return type(value)(rebuilt(item, change) for item in value)
    if isinstance(value, dict):
        return {key: rebuilt(item, change) for key, item in value.items()}
    return change(value)


def leaves(value: object) -> int:
    seen: list[object] = []
    rebuilt(value, seen.append)
    return len(seen)


@FEW
@given(NESTED)
def test_a_nested_value_equals_its_copy_and_noise_is_no_difference(value: object) -> None:
    def noisy(leaf: object) -> object:
        return leaf if isinstance(leaf, (str, bytes)) else leaf * (1 + 1e-14)  # type: ignore[operator]

    assert not compare(rebuilt(value, lambda leaf: leaf), value)
    assert not compare(rebuilt(value, noisy), value)


@FEW
@given(NESTED, st.data())
def test_one_changed_leaf_of_a_nested_value_is_one_record(
    value: object, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, leaves(value) - 1))
    counted = iter(range(leaves(value)))

    def change(leaf: object) -> object:
        if next(counted) != place:
            return leaf
        return leaf + leaf if isinstance(leaf, (str, bytes)) else -leaf  # type: ignore[operator]

    assert len(compare(rebuilt(value, change), value)) == 1


@FEW
@given(NESTED)
def test_a_tuple_is_no_list_and_nothing_is_wrapped(value: object) -> None:
    for got in ([value], (value,), {"W": value}):
        assert compare(got, value)
        assert compare(value, got)
