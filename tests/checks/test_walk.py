"""The walk under every comparison of values: what is paired, where, and which forms differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, TypedDict

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.checks.comparing.walk import Leaves, OtherForm, Steps, agree, leaves, walk

FEW = settings(max_examples=50)
LEAVES = st.one_of(st.integers(), st.text(max_size=2), st.none())
KEYS = st.one_of(st.sampled_from("abc"), st.integers(0, 2))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
    ),
    max_leaves=8,
)


class Rules(TypedDict):
    """When two containers are of one form."""

    list_is_tuple: bool
    key_order: bool


RULES = st.builds(Rules, list_is_tuple=st.booleans(), key_order=st.booleans())


def equal(one: object, other: object) -> bool:
    return one == other


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """A copy in which `change` was applied to every part, the innermost first."""
    if isinstance(value, dict):
        return change({key: mapped(item, change) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return change(type(value)(mapped(item, change) for item in value))
    return change(value)


def part_at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value[step.at]
    return value


def is_leaf(value: object) -> bool:
    return not isinstance(value, (list, tuple, dict))


def replaced(value: Any, fits: Callable[[Any], bool], number: int, new: Any) -> Any:
    """A copy with `new(part)` for one of the parts that fit, counted the innermost first."""
    numbers = count()

    def change(part: Any) -> Any:
        return new(part) if fits(part) and next(numbers) == number else part

    return mapped(value, change)


def parts_of(value: Any) -> Iterator[Any]:
    """Every part of a value and itself, the innermost first."""
    for item in value.values() if isinstance(value, dict) else () if is_leaf(value) else value:
        yield from parts_of(item)
    yield value


@FEW
@given(value=VALUES, how=RULES)
def test_every_value_agrees_with_its_copy(value: Any, how: Rules) -> None:
    copy = mapped(value, lambda part: part)
    assert agree(value, copy, equal, **how)


@FEW
@given(value=VALUES, how=RULES)
def test_every_leaf_is_visited_once_and_its_path_leads_to_it(value: Any, how: Rules) -> None:
    pairs = list(walk(value, value, **how))
    assert [(pair.path, pair.one) for pair in pairs] == list(leaves(value))
    assert [pair.one for pair in pairs] == [part for part in parts_of(value) if is_leaf(part)]
    assert all(part_at(value, pair.path) is pair.one is pair.other for pair in pairs)


@FEW
@given(value=VALUES, how=RULES, data=st.data())
def test_a_changed_leaf_is_found_at_its_path(value: Any, how: Rules, data: st.DataObject) -> None:
    paths = [path for path, _ in leaves(value)]
    assume(paths)
    number = data.draw(st.integers(0, len(paths) - 1))
    other = replaced(value, is_leaf, number, lambda leaf: "another")
    pairs = list(walk(value, other, **how))
    assert [pair.path for pair in pairs if pair.one != pair.other] == [paths[number]]
    assert not agree(value, other, equal, **how)


@FEW
@given(value=VALUES, how=RULES, data=st.data())
def test_a_longer_container_is_another_form_and_the_rest_is_still_compared(
    value: Any, how: Rules, data: st.DataObject
) -> None:
    containers = [part for part in parts_of(value) if not is_leaf(part)]
    assume(containers)
    number = data.draw(st.integers(0, len(containers) - 1))

    def longer(part: Any) -> Any:
        return {**part, "new": 0} if isinstance(part, dict) else type(part)([*part, 0])

    other = replaced(value, lambda part: not is_leaf(part), number, longer)
    pairs = list(walk(value, other, **how))
    (form,) = (pair for pair in pairs if isinstance(pair, OtherForm))
    assert form.one == containers[number]
    assert form.other == longer(containers[number])
    assert part_at(value, form.path) == form.one
    apart = [path for path, _ in leaves(value) if path[: len(form.path)] != form.path]
    assert [pair.path for pair in pairs if pair is not form] == apart


@FEW
@given(value=VALUES)
def test_a_list_fits_a_tuple_where_asked(value: Any) -> None:
    lists = mapped(value, lambda part: list(part) if isinstance(part, tuple) else part)
    assert agree(value, lists, equal, list_is_tuple=True, key_order=True)
    assert agree(value, lists, equal, list_is_tuple=False, key_order=True) == (value == lists)


@FEW
@given(value=VALUES)
def test_the_order_of_keys_counts_where_asked(value: Any) -> None:
    turned = mapped(
        value, lambda part: dict(reversed(part.items())) if isinstance(part, dict) else part
    )
    assert agree(value, turned, equal, list_is_tuple=False, key_order=False)
    assert agree(value, turned, equal, list_is_tuple=False, key_order=True) == (
        repr(value) == repr(turned)
    )


@pytest.mark.parametrize("list_is_tuple", [False, True])
@pytest.mark.parametrize("leaf", [0, "ab", None, object()])
@pytest.mark.parametrize("container", [[], (), {}, [0], {0: 0}])
def test_a_container_and_a_leaf_differ_in_form(
    container: object, leaf: object, list_is_tuple: bool
) -> None:
    for one, other in ((container, leaf), (leaf, container), ([], {}), ({}, ())):
        pairs = list(walk(one, other, list_is_tuple=list_is_tuple, key_order=False))
        assert pairs == [OtherForm((), one, other)]


def test_what_counts_as_a_leaf_is_not_opened() -> None:
    one, other = {"history": [1, 2], "pair": (1, [2])}, {"history": [1], "pair": (1, [2])}
    pairs = walk(
        one,
        other,
        list_is_tuple=False,
        key_order=False,
        is_leaf=lambda ours, theirs: isinstance(ours, list),
    )
    found = [("".join(map(str, pair.path)), pair.one, pair.other, type(pair)) for pair in pairs]
    assert found == [
        ("['history']", [1, 2], [1], Leaves),
        ("['pair'][0]", 1, 1, Leaves),
        ("['pair'][1]", [2], [2], Leaves),
    ]
