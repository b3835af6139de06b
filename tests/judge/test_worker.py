"""Code of the course that does not end costs a judge a bounded time."""

from __future__ import annotations

import signal

import pytest

from grader.judge.worker.worker import CpuLimitExceeded, cpu_limit


def loop() -> None:
    while True:
        pass


def loop_whatever_is_raised() -> None:
    try:
        loop()
    except BaseException:
        loop()


def test_an_endless_loop_ends() -> None:
    with pytest.raises(CpuLimitExceeded), cpu_limit(0.05):
        loop()


def test_code_that_swallows_the_end_is_reminded() -> None:
    with pytest.raises(CpuLimitExceeded), cpu_limit(0.05):
        loop_whatever_is_raised()


def test_what_ends_in_time_is_left_alone_and_nothing_rings_later() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with cpu_limit(5.0):
        total = sum(range(1000))
    assert total == 499500
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
