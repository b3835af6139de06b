"""Notes that a check leaves beside its verdict: "xor is right, given your layer1".

A check says `note(...)`; whoever runs checks says with `notes_to` where notes go. Outside of
`notes_to` notes are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Keep = Callable[[str], None]


def _forget(sentence: str) -> None:
    """What becomes of a note when nobody listens."""


_keep: ContextVar[Keep] = ContextVar("_keep", default=_forget)


def note(sentence: str) -> None:
    """Leave a sentence, in words of ours, on the result of the check that is running."""
    _keep.get()(sentence)


@contextmanager
def notes_to(keep: Keep) -> Iterator[None]:
    """While this lasts, notes are given to `keep`."""
    before = _keep.set(keep)
    try:
        yield
    finally:
        _keep.reset(before)
