"""Spreads tasks over an executor, a bounded number at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def spread(
    executor: Executor, work: Callable[[T], R], tasks: Iterable[T], *, window: int
) -> Iterator[tuple[T, R]]:
    """Each task with what `work` makes of it, in the order in which they are done.

    At most `window` tasks wait or are under way, so memory does not grow with their number. When
    tasks raise, the results that are there by then come first, then one of the exceptions.
    """
    waiting = iter(tasks)
    in_flight: dict[Future[R], T] = {}
    while True:
        for task in islice(waiting, window - len(in_flight)):
            in_flight[executor.submit(work, task)] = task
        if not in_flight:
            return
        done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=_raised):
            yield in_flight.pop(future), future.result()


def _raised(future: Future[R]) -> bool:
    return future.exception() is not None
