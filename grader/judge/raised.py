"""Exceptions of the submission's code as the report knows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from grader.far.messages import FrameOf, Threw
from grader.model import Frame, Raised
from grader.scoring import is_builtin


SOURCE_LENGTH = 200


def raised_of(threw: Threw, sources: Mapping[str, bytes]) -> Raised:
    """What the child said about an exception, with source lines from our copy of the files.

    Frames that name no line of the submission are left out: the child may say anything.
    """
    return Raised(
        type=threw.type,
        builtin=is_builtin(threw.type),
        base=threw.base if is_builtin(threw.base) else "Exception",
        message=threw.message,
        frames=tuple(
            frame for said in threw.frames if (frame := _frame(said, sources)) is not None
        ),
    )


def _frame(said: FrameOf, sources: Mapping[str, bytes]) -> Frame | None:
    lines = sources.get(said.file, b"").decode("utf-8", "replace").splitlines()
    if not 1 <= said.line <= len(lines):
        return None
    source = lines[said.line - 1].strip()[:SOURCE_LENGTH]
    return Frame(file=said.file, line=said.line, function=said.function, source=source)
