"""`grader doctor`: look at everything that a run needs, and say it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.course import course_option
from grader.cli.show.terminal import write_bytes
from grader.errors import ExitCode

if TYPE_CHECKING:
    from grader.doctor.report import MachineReport

FORMAT = 1
"""Version of the JSON document."""


@click.command()
@course_option
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("results"), show_default=True,
    help="Where grades and pages would go.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(course: Path | None, out: Path, as_json: bool) -> int:
    """Say what works on this machine, and what to do about what does not.

    Starts slots of every sandbox and has a tiny submission answer in them, which takes some
    seconds. The exit code is 0 if `grader run` works here, else 6.
    """
    from grader.cli.show.console import Console
    from grader.cli.show.machine_report import print_machine_report
    from grader.doctor.examination import diagnose, surroundings

    found = diagnose(surroundings(course, out))
    if as_json:
        write_bytes(document(found))
    else:
        print_machine_report(Console(), found)
    return ExitCode.OK if found.ready else ExitCode.ENVIRONMENT


def document(found: MachineReport) -> bytes:
    """The findings as JSON, one line for each."""
    import msgspec

    about = {"format": FORMAT, "ready": found.ready, "sandbox": found.sandbox}
    text = msgspec.json.encode({**about, "findings": found.findings})
    return msgspec.json.format(text, indent=2) + b"\n"
