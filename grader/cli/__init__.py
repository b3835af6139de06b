"""The `grader` command: a file for every subcommand, and `show` for what they print."""

from __future__ import annotations

import os
import traceback
from typing import NoReturn

import click

from grader import __version__
from grader.cli.check import check
from grader.cli.doctor import doctor
from grader.cli.image import image
from grader.cli.new import new
from grader.cli.questions import questions
from grader.cli.release import release
from grader.cli.run import run
from grader.cli.show.terminal import say, show_everything
from grader.cli.starters import starters
from grader.cli.validate import validate
from grader.errors import ExitCode, GraderError

EPILOG = """\
Exit codes: 0 done (a low score is still 0), 1 a validation found problems, 2 wrong usage, 3 nothing
to grade, 4 some submissions could not be read, 5 some were set aside for a person, 6 this machine
is not ready, 7 the course is wrong, 70 a mistake in grader, 130 interrupted.
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="grader")
def commands() -> None:
    """Grade student implementations of deep-learning functions."""


commands.add_command(run)
commands.add_command(check)
commands.add_command(doctor)
commands.add_command(image)
commands.add_command(new)
commands.add_command(questions)
commands.add_command(release)
commands.add_command(starters)
commands.add_command(validate)


def main() -> NoReturn:
    """Run the command and leave with the exit code that the outcome deserves."""
    show_everything()
    raise SystemExit(int(_exit_code()))


def _exit_code() -> int:
    try:
        return commands.main(standalone_mode=False) or ExitCode.OK
    except GraderError as error:
        say(str(error))
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        say("interrupted; what is graded is kept, run the same command to do the rest")
        return ExitCode.INTERRUPTED
    except Exception as error:
        if os.environ.get("GRADER_TRACEBACK"):
            traceback.print_exc()
        say(
            f"a mistake in grader itself: {type(error).__name__}: {error}\n"
            "  what is graded is kept; set GRADER_TRACEBACK=1 to see where it happened"
        )
        return ExitCode.INTERNAL
