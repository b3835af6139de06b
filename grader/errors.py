"""Every way in which grader gives up, and the exit code of each.

GraderError                      what happened, where, what to do
├── UsageError          (2)      the command line, or a path on it, makes no sense
├── NothingToGrade      (3)      the path holds no submission at all
├── SubmissionError     (4)      one submission cannot be read; the others are graded
├── SandboxError
│   ├── SandboxMissing  (6)      no backend works here; says what to install
│   └── SlotLost        (6)      a far side died or stopped answering: retried, shown as INFRA
├── StoreError          (6)      the grades cannot be kept or read; beside the store
├── ReportError         (6)      the pages cannot be written; beside the reports
└── CourseError         (7)      the course itself is wrong: settings, checks, reference

Outside of the tree stand `WireError` and `FrameTooLarge` (bytes that are no frame, or more than a
frame may hold), beside the codec in `grader.wire.frames`: the far side raises them as well, and it
imports nothing of grader but itself and `grader.wire`. Whoever reads a stream turns them into a
verdict or into SlotLost.

A student's failure is never an exception of this tree outside the judge: it is a verdict.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the `grader` command tells the shell. A low score is still OK."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOTHING = 3
    INCOMPLETE = 4
    QUARANTINED = 5
    ENVIRONMENT = 6
    COURSE = 7
    INTERNAL = 70
    INTERRUPTED = 130


class GraderError(Exception):
    """A failure with a message for the person who reads it."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class UsageError(GraderError):
    """The command line, or a path on it, makes no sense."""

    exit_code = ExitCode.USAGE


class NothingToGrade(GraderError):
    """The path holds no submission that can be graded."""

    exit_code = ExitCode.NOTHING


class SubmissionError(GraderError):
    """One submission cannot be read; the message fits on one line."""

    exit_code = ExitCode.INCOMPLETE


class SandboxError(GraderError):
    """Something between us and the far side failed; never the student's fault."""

    exit_code = ExitCode.ENVIRONMENT


class SandboxMissing(SandboxError):
    """No sandbox backend works on this machine; the hint says what would help."""


class SlotLost(SandboxError):
    """A far side died, stopped answering or could not be reset."""


class CourseError(GraderError):
    """The course is wrong: its settings, its checks or its reference.

    `problems` lists every one that was found, each with its path into the file.
    """

    exit_code = ExitCode.COURSE

    def __init__(self, message: str, *, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems

    def __str__(self) -> str:
        lines = [super().__str__(), *(f"  - {problem}" for problem in self.problems)]
        return "\n".join(lines)
