"""`grader doctor`, from the options to the exit code: look at everything, say it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from grader.cli.console import Console
from grader.cli.diagnosis import page_of
from grader.cli.terminal import write_bytes
from grader.doctor.diagnosis import diagnose, surroundings
from grader.doctor.findings import Diagnosis
from grader.errors import ExitCode

FORMAT = 1
"""Version of the JSON document."""


def examine(course: Path | None, out: Path, *, as_json: bool) -> ExitCode:
    """Diagnose this machine and print what was found."""
    found = diagnose(surroundings(course, out))
    if as_json:
        write_bytes(document(found))
    else:
        console = Console()
        for line in page_of(found, console.width):
            console.print(line, soft_wrap=True)
    return ExitCode.OK if found.ready else ExitCode.ENVIRONMENT


def document(found: Diagnosis) -> bytes:
    """The findings as JSON, one line for each."""
    about = {"format": FORMAT, "ready": found.ready, "sandbox": found.sandbox}
    text = msgspec.json.encode({**about, "findings": found.findings})
    return msgspec.json.format(text, indent=2) + b"\n"
