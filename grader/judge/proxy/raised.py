"""Exceptions of the submission's code as the report knows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from grader.far.child.imports import PackageNotAllowed
from grader.far.child.loading import FRAMES, MESSAGE_LENGTH, NAME_LENGTH, type_name
from grader.judge.proxy.failures import Stopped, StudentMissing, StudentRaised, Uncrossable
from grader.model import Frame, Raised
from grader.scoring import is_builtin
from grader.wire.messages import FrameOf, Kept, Missing, Threw

SOURCE_LENGTH = 200
_NOT_ALLOWED = type_name(PackageNotAllowed)
Ended = Threw | Missing | Kept


def stopped_by(
    reply: Ended, name: str, file: str, sources: Mapping[str, bytes], part: str = ""
) -> Stopped:
    """What the check sees when a call of `name` in `file`, of `part`, ended like this."""
    match reply:
        case Threw():
            return StudentRaised(raised_of(reply, sources))
        case Missing():
            return StudentMissing(name, file, part)
        case Kept():
            return Uncrossable(name, reply.path[:NAME_LENGTH])


def raised_of(threw: Threw, sources: Mapping[str, bytes]) -> Raised:
    """What the child said about an exception, with source lines from our copy of the files.

    Frames that name no line of the submission are left out, and everything is clipped once more:
    the child may say anything.
    """
    said = threw.frames[-FRAMES:]
    return Raised(
        type=threw.type[:NAME_LENGTH],
        builtin=is_builtin(threw.type),
        base=threw.base if is_builtin(threw.base) else "Exception",
        message=threw.message[:MESSAGE_LENGTH],
        frames=tuple(frame for f in said if (frame := _frame(f, sources)) is not None),
    )


def forbidden_import(raised: Raised) -> str:
    """Such as "Connection 3 of xor.py imports torch; this assignment allows numpy only.", or empty.

    The words are the child's: for the student and for staff, not for what hidden checks say.
    """
    if raised.type != _NOT_ALLOWED:
        return ""
    where = f"Line {raised.frames[-1].line} of {raised.frames[-1].file}" if raised.frames else "It"
    return f"{where} {raised.message}."


def _frame(said: FrameOf, sources: Mapping[str, bytes]) -> Frame | None:
    lines = sources.get(said.file, b"").decode("utf-8", "replace").splitlines()
    if not 1 <= said.line <= len(lines):
        return None
    source = lines[said.line - 1].strip()[:SOURCE_LENGTH]
    return Frame(
        file=said.file, line=said.line, function=said.function[:NAME_LENGTH], source=source
    )
