"""check_statistic: laws, their limits, and how often they wrong a right answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from grader.checks.chance import laws
from grader.checks.chance.laws import Continuous, Floats, Law, Normal, Share
from grader.checks.statistics import check_statistic
from grader.errors import CourseError
from grader.evidence import EvidenceKind
from tests.checks.failures import only_evidence_of

N = 20_000


def drawn(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def normal_below(deviation: float) -> Callable[[Floats], Floats]:
    law = NormalDist(0, deviation)
    return lambda x: np.array([law.cdf(value) for value in x])


def uniform(deviation: float) -> Floats:
    edge = deviation * 3**0.5
    return drawn().uniform(-edge, edge, (200, 100))


RIGHT: list[tuple[Law, Any]] = [
    (Share(0.3), drawn().random((200, 100)) < 0.3),
    (Share(0.3), (drawn().random(N) < 0.3).astype(int)),
    (Share(1.0), np.ones(N)),
    (Share(0.0), np.zeros(N)),
    (Normal(0, 0.1), 0.1 * drawn().standard_normal((200, 100))),
    (Normal(0, 0.1), (0.1 * drawn().standard_normal(N)).astype(np.float32)),
    (Normal(0, 0.1), uniform(0.1)),
    (Continuous(normal_below(0.1)), 0.1 * drawn().standard_normal(N)),
    (Continuous(lambda x: np.clip(x, 0, 1)), drawn().random(N)),
]


@pytest.mark.parametrize(("law", "samples"), RIGHT)
def test_right_samples_pass_and_come_back_flat(law: Law, samples: Any) -> None:
    assert check_statistic(samples, law, what="The mask").shape == (N,)


@pytest.mark.parametrize(
    ("law", "samples", "words", "hint"),
    [
        (Share(0.3), drawn().random(N) < 0.7, "the share is too large", "kept mixed up"),
        (Share(0.3), drawn().random(N) < 0.25, "the share is too small", ""),
        (Share(1.0), np.zeros(N), "the share is too small", "kept mixed up"),
        (Normal(0, 0.1), 0.01 * drawn().standard_normal(N), "spread is too small", "variance"),
        (Normal(0, 0.1), 0.11 * drawn().standard_normal(N), "the spread is too large", ""),
        (Normal(0, 1), drawn().standard_normal(N) + 0.1, "the mean is too large", ""),
        (Continuous(normal_below(0.1)), uniform(0.1), "gap to the distribution is too large", ""),
    ],
)
def test_wrong_samples_are_told_what_is_off(law: Law, samples: Any, words: str, hint: str) -> None:
    found = only_evidence_of(check_statistic, samples, law, what="The share of zeros")
    assert found.kind is EvidenceKind.VALUE
    assert found.summary.startswith("The share of zeros does not follow the law asked for: ")
    assert words in found.summary
    assert hint in found.hint
    assert f"from {N} values" in found.detail


@pytest.fixture
def limits_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits of a law for so many samples are found once, however often they are asked for."""
    monkeypatch.setattr(laws, "_spread_limits", cache(laws._spread_limits))
    monkeypatch.setattr(Share, "_limits", cache(Share._limits))


@pytest.mark.usefixtures("limits_once")
@pytest.mark.parametrize(
    ("law", "draw"),
    [
        (Share(0.3), lambda rng: (rng.random(200) < 0.3).astype(float)),
        (Normal(1, 2), lambda rng: 1 + 2 * rng.standard_normal(200)),
        (Continuous(normal_below(1)), lambda rng: rng.standard_normal(200)),
    ],
    ids=["share", "normal", "continuous"],
)
def test_right_samples_fail_no_more_often_than_stated_and_not_much_less(
    law: Law, draw: Callable[[np.random.Generator], Floats]
) -> None:
    rng, rounds = drawn(), 1000
    alarms = sum(bool(law.deviations(draw(rng), 0.1)) for _ in range(rounds))
    assert 0.05 * rounds < alarms < 0.13 * rounds


@pytest.mark.usefixtures("limits_once")
@pytest.mark.parametrize("chance", [0.01, 0.3, 0.5, 0.97])
def test_the_limits_of_a_share_are_where_the_failures_begin(chance: float) -> None:
    law, n = Share(chance), 500
    right = [k for k in range(n + 1) if not law.deviations(_hits(k, n), 1e-6)]
    wrong = law.deviations(_hits(n if chance < 0.9 else 0, n), 1e-6)[0]
    assert right == list(range(right[0], right[-1] + 1))
    assert (round(wrong.low * n), round(wrong.high * n)) == (right[0], right[-1])


def _hits(hits: int, n: int) -> Floats:
    return np.repeat([1.0, 0.0], [hits, n - hits])


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (None, "is None"),
        (0.3, "is a number"),
        ([0.0] * N, "is a list"),
        (np.zeros(N, complex), "expected an array of numbers"),
        (np.zeros(99), "fewer than 100 entries"),
        (np.full(N, np.nan), "holds NaN or inf"),
    ],
)
def test_samples_of_another_form_are_told_so(samples: Any, words: str) -> None:
    found = only_evidence_of(check_statistic, samples, Normal(0, 1), what="W1")
    assert found.kind is EvidenceKind.TYPE
    assert words in found.summary


@pytest.mark.parametrize("alarm", [0.0, 0.5, 1.0])
def test_a_false_alarm_that_is_no_small_chance_is_an_error(alarm: float) -> None:
    with pytest.raises(CourseError, match="no small chance"):
        check_statistic(np.zeros(N), Normal(0, 1), what="W1", false_alarm=alarm)
