"""Spreading tasks over an executor: bounded, complete, and loud when a task fails."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest

from grader.pipeline import spread


class AtOnce(Executor):
    """Does each task when it is submitted."""

    def submit(self, work, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        future: Future[object] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def half(number: int) -> int:
    if number % 2:
        raise ValueError(number)
    return number // 2


def test_every_task_comes_back_with_its_result() -> None:
    with ThreadPoolExecutor(3) as executor:
        found = dict(spread(executor, half, range(0, 100, 2), window=5))
    assert found == {number: number // 2 for number in range(0, 100, 2)}


@pytest.mark.parametrize("window", [1, 4])
def test_no_more_tasks_are_taken_than_the_window_holds(window: int) -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(0, 100, 2):
            taken += 1
            yield number

    for done, _ in enumerate(spread(AtOnce(), half, tasks(), window=window)):
        assert taken <= done + window


def test_no_tasks_are_no_results() -> None:
    assert list(spread(AtOnce(), half, [], window=4)) == []


def test_results_that_are_there_come_before_the_exception_of_a_task() -> None:
    results = spread(AtOnce(), half, [1, 2, 3, 4], window=4)
    assert {next(results), next(results)} == {(2, 1), (4, 2)}
    with pytest.raises(ValueError, match=r"1|3"):
        next(results)
