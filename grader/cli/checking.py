"""`grader check`, from the options to the exit code: find, judge, say, perhaps again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.cli.console import Console
from grader.cli.terminal import say, write_bytes
from grader.cli.watching import Watch
from grader.errors import ExitCode, GraderError, UsageError
from grader.home.functions import refuse_unknown, states
from grader.home.grade import grade_of
from grader.home.handed import handed_in
from grader.home.judging import Checked, Home, at_home
from grader.home.place import Place, place_of
from grader.model import Submission


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
    place = place_of(options.path, options.assignment)
    refuse_unknown(options.functions, place.settings)
    if options.watch:
        return at_home(place, lambda home: _watch(home, place, options))
    return at_home(place, lambda home: _once(home, place, options))


def _once(home: Home, place: Place, options: CheckOptions) -> ExitCode:
    submission = handed_in(options.path, place.settings)
    _say(home.check(submission, options.functions), submission, place, options)
    return ExitCode.OK


def _watch(home: Home, place: Place, options: CheckOptions) -> ExitCode:
    """Check whenever a file changes; what cannot be read at the moment is said, and waited for."""
    watch = Watch(options.path)
    while True:
        try:
            submission = handed_in(options.path, place.settings)
            checked = home.check(submission, options.functions)
            Console().clear()
            _say(checked, submission, place, options)
        except GraderError as error:
            say(str(error))
        watch.wait()


def _say(checked: Checked, submission: Submission, place: Place, options: CheckOptions) -> None:
    if options.html is not None:
        _write(options.html, _page(checked, submission, place))
    if options.as_json:
        write_bytes(msgspec.json.format(msgspec.json.encode(checked), indent=2) + b"\n")
    else:
        from grader.cli.functions import print_checked

        print_checked(Console(), checked, states(checked, place.settings.parts), place.settings)


def _page(checked: Checked, submission: Submission, place: Place) -> str:
    from grader.reports.rendering import render  # brings the template engine
    from grader.reports.student import student_page

    title = place.settings.title
    return render(student_page(grade_of(checked, submission), course="", assignment=title))


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{file} cannot be written: {error.strerror}", hint="Name another file after --html."
        ) from error
