"""One round of `grader check`, or one after every save."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from grader.cli.checking import CheckOptions
from grader.cli.console import Console
from grader.cli.functions import print_checked
from grader.cli.terminal import say, write_bytes
from grader.cli.watching import Watch
from grader.errors import ExitCode, GraderError, UsageError
from grader.home.functions import refuse_unknown, states
from grader.home.grade import grade_of
from grader.home.handed import handed_in
from grader.home.interpreter import Interpreter
from grader.home.judging import Checked, Home, at_home
from grader.home.place import Place
from grader.home.summary import summary_of
from grader.model import Submission, Verdict


def rounds(place: Place, options: CheckOptions, python: Interpreter) -> ExitCode:
    """Check with `python`, and whenever a file is saved with another one."""
    refuse_unknown(options.functions, place.settings)
    if options.watch:
        return at_home(place, lambda home: _watch(home, place, options), python)
    return at_home(place, lambda home: _once(home, place, options), python)


def _once(home: Home, place: Place, options: CheckOptions) -> ExitCode:
    submission = handed_in(options.path, place.settings)
    checked = home.check(submission, options.functions)
    _say(checked, submission, place, options)
    broken = any(result.verdict is Verdict.INFRA for result in checked.results)
    return ExitCode.ENVIRONMENT if broken else ExitCode.OK


def _watch(home: Home, place: Place, options: CheckOptions) -> ExitCode:
    """Check whenever a file changes; what cannot be read at the moment is said, and waited for."""
    watch, console = Watch(options.path), Console()
    while True:
        try:
            submission = handed_in(options.path, place.settings)
            checked = home.check(submission, options.functions)
            console.clear()
            _say(checked, submission, place, options)
            seconds = f"{checked.seconds:.2f} s"
            console.print(
                f"\n  {time.strftime('%X')}, {seconds}. Waiting for you to save; Ctrl-C ends."
            )
        except GraderError as error:
            say(str(error))
        home.warm()
        watch.wait()


def _say(checked: Checked, submission: Submission, place: Place, options: CheckOptions) -> None:
    functions = states(checked, place.settings.parts)
    if options.functions:  # of the others nothing is known
        functions = tuple(function for function in functions if function.results)
    if options.html is not None:
        _write(options.html, _page(checked, submission, place))
    if options.as_json:
        summary = summary_of(checked, functions)
        write_bytes(msgspec.json.format(msgspec.json.encode(summary), indent=2) + b"\n")
    else:
        print_checked(Console(), checked, functions, place.settings)


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
