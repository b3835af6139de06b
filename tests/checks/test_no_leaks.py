"""Summaries and hints hold words of ours only: a hidden check shows them to the student."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.checks import (
    check_accuracy,
    check_backward,
    check_convergence,
    check_gradient,
    check_unchanged,
    check_value,
)
from grader.checks.comparing.compare import compare
from grader.checks.comparing.tolerance import Tolerance
from grader.checks.kinds import Array
from grader.evidence import Evidence, EvidenceKind
from tests.checks.failures import only_evidence_of
from tests.checks.losses import Floats

SECRET = st.floats(1001.0, 9999.0).map(lambda x: x + 0.12345)
VECTORS = npst.arrays(np.float64, st.integers(3, 6), elements=SECRET)
OURS = {"0", "1", "2", "7", "16", "float64", "float32"}
"""Numbers that our own sentences may hold besides those of expected shapes: log(0), 16 digits."""


def words(text: str) -> set[str]:
    """Every word of a text that holds a digit."""
    return set(re.findall(r"\w*\d[\w.]*\b", text))


def told(evidence: Evidence) -> set[str]:
    return words(evidence.summary + " " + evidence.hint)


def allowed(expected: object) -> set[str]:
    shape = np.shape(expected) if isinstance(expected, np.ndarray) else ()
    return OURS | {str(n) for n in shape}


@given(VECTORS, VECTORS)
def test_no_value_of_an_array_is_told(got: Array, expected: Array) -> None:
    for evidence in compare(got, expected):
        assert told(evidence) <= allowed(expected)


@given(
    st.lists(st.integers(20, 29), max_size=3).map(tuple),
    st.lists(st.integers(2, 6), max_size=3).map(tuple),
)
def test_no_number_of_a_shape_is_told_that_the_expected_shape_does_not_fix(
    got: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    for evidence in compare(np.zeros(got), np.zeros(expected)):
        assert told(evidence) <= allowed(np.zeros(expected))


@given(SECRET, st.integers(3, 30))
def test_no_name_text_key_or_length_of_the_submission_is_told(secret: float, length: int) -> None:
    text = f"x{secret}"
    answers = [
        text,
        text.encode(),
        {text: 1.0, "W": 1.0},
        {text: text},
        [text] * length,
        (secret,) * length,
        type(f"Secret{int(secret)}", (), {})(),
        np.array([text]),
        np.zeros(3, dtype=[(f"field{int(secret)}", "f8")]),
        secret,
        int(secret),
    ]
    for expected in ("relu", b"relu", {"W": 2.0}, [1.0], (1.0,), 1.0, np.ones(1), None, True):
        for got in answers:
            for evidence in compare(got, expected, Tolerance(dtypes="any")):
                assert told(evidence) <= OURS, (got, expected, evidence.summary)


Trial = tuple[EvidenceKind, Callable[[float], object], set[str]]

TRIALS: list[Trial] = [
    (EvidenceKind.TYPE, lambda v: check_value(lambda x: str(x), (v,), 1.0), set()),
    (
        EvidenceKind.SHAPE,
        lambda v: check_value(lambda x: np.zeros(int(x)), (v,), np.ones(3)),
        {"3"},
    ),
    (
        EvidenceKind.DTYPE,
        lambda v: check_value(lambda x: np.array([x], np.float32), (v,), np.ones(1)),
        set(),
    ),
    (EvidenceKind.VALUE, lambda v: check_value(lambda x: -x, (v,), lambda x: x), set()),
    (
        EvidenceKind.GRADIENT,
        lambda v: check_gradient(lambda x: (float(x @ x), x), (np.full(3, v),)),
        set(),
    ),
    (
        EvidenceKind.GRADIENT,
        lambda v: check_backward(
            lambda x: (2 * x, None),
            lambda dout, cache: dout,
            (np.full(3, v),),
            wrt=0,
            rng=np.random.default_rng(int(v)),
        ),
        set(),
    ),
    (
        EvidenceKind.UNUSABLE,
        lambda v: check_gradient(lambda x: (v * (x.sum() > 0), x), (np.zeros(3),)),
        set(),
    ),
    (EvidenceKind.CHANGED, lambda v: check_unchanged(lambda x: x.fill(v), (np.zeros(3),)), set()),
    (
        EvidenceKind.CONVERGENCE,
        lambda v: check_convergence(
            lambda x: (x, [x, x]), (v,), recompute=lambda r: r[0], at_most=5.5, curve=lambda r: r[1]
        ),
        {"5.5"},
    ),
    (
        EvidenceKind.TYPE,
        lambda v: check_convergence(lambda x: {x: x}, (v,), recompute=lambda r: r["w"], at_most=1),
        set(),
    ),
    (
        EvidenceKind.ACCURACY,
        lambda v: check_accuracy(
            lambda x: x[:, 0],
            np.full((7, 1), v),
            np.arange(7),
            at_least=0.75,
            rng=np.random.default_rng(0),
        ),
        {"0.75"},
    ),
]


@settings(max_examples=20)
@given(SECRET)
def test_no_check_tells_a_value_in_a_sentence_for_hidden_checks(value: float) -> None:
    for kind, trial, numbers in TRIALS:
        evidence = only_evidence_of(trial, value)
        assert evidence.kind is kind
        assert told(evidence) <= OURS | numbers


def test_every_kind_of_evidence_is_raised_by_some_check() -> None:
    assert {kind for kind, _, _ in TRIALS} == set(EvidenceKind)


def test_a_function_that_answers_for_its_own_name_is_not_asked() -> None:
    class Sly:
        def __call__(self, x: Floats) -> Floats:
            return x

        def __getattr__(self, name: str) -> Any:
            return "x = 1234.5"

    evidence = only_evidence_of(check_value, Sly(), (np.ones(2),), np.zeros(2))
    assert evidence.summary.startswith("The result of the function")
    assert evidence.call == ""
