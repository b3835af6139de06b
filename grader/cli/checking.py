"""`grader check`, from the options to the exit code: find, start Python, judge, say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.cli.terminal import say
from grader.errors import ExitCode, UsageError
from grader.home.interpreter import Interpreter, far_side
from grader.home.place import place_of


@dataclass(frozen=True)
class CheckOptions:
    """What was asked for."""

    path: Path
    functions: tuple[str, ...]
    assignment: str | None
    watch: bool
    as_json: bool
    html: Path | None


def run(options: CheckOptions) -> ExitCode:
    """Check once, or until interrupted. Raises GraderError when that is impossible.

    A wrong function is no failure of the command: the exit code is OK.
    """
    if options.watch and options.as_json:
        raise UsageError(
            "--watch and --json do not go together", hint="Run grader check --json each time."
        )
    place = place_of(options.path, options.assignment)
    python = Interpreter(far_side(place.settings))
    try:
        from grader.cli.rounds import rounds  # slow to import: meanwhile Python starts

        return rounds(place, options, python)
    except KeyboardInterrupt:
        say("stopped")
        return ExitCode.INTERRUPTED
    finally:
        python.close()
