"""The `grader` command."""

from __future__ import annotations

import os
import sys
import traceback
from typing import NoReturn

import click

from grader import __version__
from grader.cli.run import run
from grader.errors import ExitCode, GraderError

EPILOG = """\
Exit codes: 0 done (a low score is still 0), 2 wrong usage, 3 nothing to grade, 4 some submissions
could not be read, 5 some were set aside for a person, 6 this machine is not ready, 7 the course is
wrong, 70 a mistake in grader, 130 interrupted.
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def commands() -> None:
    """Grade student implementations of deep-learning functions."""


commands.add_command(run)


def main() -> NoReturn:
    """Run the command and leave with the exit code that the outcome deserves."""
    try:
        sys.exit(commands.main(standalone_mode=False) or ExitCode.OK)
    except GraderError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted; what is graded is kept, run the same command to do the rest")
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:
        if os.environ.get("GRADER_TRACEBACK"):
            traceback.print_exc()
        _say(
            f"a mistake in grader itself: {type(error).__name__}: {error}\n"
            "  what is graded is kept; set GRADER_TRACEBACK=1 to see where it happened"
        )
        sys.exit(ExitCode.INTERNAL)


def _say(message: str) -> None:
    click.echo(f"grader: {message}", err=True)
