"""The answers to questions that stand in the files of a submission."""

from __future__ import annotations

from collections.abc import Sequence

from grader.checks.calls.aside import aside
from grader.checks.questions import ANSWERS
from grader.judge.proxy.connection import Connection
from grader.judge.proxy.failures import StudentMissing, StudentRaised, Uncrossable
from grader.model import Part
from grader.wire.marshalling import Named


def answers_on(connection: Connection, parts: Sequence[Part]) -> list[object]:
    """The value of `ANSWERS` in every part that has one; None where it is no plain data.

    A file that cannot be loaded keeps back no answers but its own: only when there are none at all
    is what it raised raised again.
    """
    found: list[object] = []
    broken: StudentRaised | None = None
    for part in parts:
        try:
            with aside():
                found.append(connection.variable(Named(part=part.name, name=ANSWERS)))
        except StudentMissing:
            continue
        except Uncrossable:
            found.append(None)
        except StudentRaised as raised:
            broken = broken or raised
    if broken is not None and not found:
        raise broken
    return found
