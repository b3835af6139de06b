"""CPU time that code of the course may take in a judge."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

AGAIN = 0.1
"""CPU seconds between two reminders."""


class TooLong(Exception):
    """The time was over."""


@contextmanager
def cpu_seconds(most: float) -> Iterator[None]:
    """Raise TooLong in what runs here for longer than `most` CPU seconds. POSIX, main thread.

    It is raised again and again from then on, because code that calls others may swallow it.
    """

    def ring(number: int, frame: FrameType | None) -> NoReturn:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, most, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
