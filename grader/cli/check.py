"""`grader check`: run the public checks on one's own work, once or after every save."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.course import write_file
from grader.cli.show.terminal import say, write_bytes
from grader.errors import ExitCode, GraderError, UsageError

if TYPE_CHECKING:
    from grader.home.judging import Checked, HomeChecker
    from grader.home.place import Place
    from grader.model import Submission

CODE = (".py", ".ipynb")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.argument("functions", nargs=-1)
@click.option("--assignment", metavar="ID", help="Which assignment of a course it is.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option(
    "--html", type=click.Path(path_type=Path), help="Write the page of the report to this file."
)
def check(
    path: Path,
    functions: Sequence[str],
    assignment: str | None,
    watch: bool,
    as_json: bool,
    html: Path | None,
) -> int:
    """Check your own work: PATH is its folder (this one by default), file or notebook.

    FUNCTIONS, like softmax, limit it to the checks of those; PATH may be left out before them. Your
    code runs on this computer, in a process of its own that is ended when it takes too long. The
    public checks are the instructor's; hidden checks are run when you hand in.
    """
    from grader.home.interpreter import Interpreter, far_side
    from grader.home.place import place_of

    if _is_function(path):
        path, functions = Path(), (str(path), *functions)
    if watch and as_json:
        raise UsageError(
            "--watch and --json do not go together", hint="Run grader check --json each time."
        )
    place = place_of(path, assignment)
    python = Interpreter(far_side(place.settings))
    try:
        from grader.home.function_states import refuse_unknown
        from grader.home.judging import at_home  # slow to import: meanwhile Python starts

        refuse_unknown(functions, place.settings)
        asked = _Request(place, path, tuple(functions), as_json, html)
        return at_home(place, asked.watch if watch else asked.once, python)
    except KeyboardInterrupt:
        say("stopped")
        return ExitCode.INTERRUPTED
    finally:
        python.close()


def _is_function(path: Path) -> bool:
    """Whether what stands where a path may stand is the name of a function."""
    names = str(path).split(".")
    return all(map(str.isidentifier, names)) and path.suffix not in CODE and not path.exists()


@dataclass(frozen=True)
class _Request:
    """What is checked, and how the answer is given."""

    place: Place
    path: Path
    functions: tuple[str, ...]
    as_json: bool
    html: Path | None

    def once(self, home: HomeChecker) -> ExitCode:
        """Check. A wrong function is no failure of the command: the exit code is OK."""
        from grader.model import Verdict

        submission, checked = self._checked(home)
        self._say(checked, submission)
        broken = any(result.verdict is Verdict.INFRA for result in checked.results)
        return ExitCode.ENVIRONMENT if broken else ExitCode.OK

    def watch(self, home: HomeChecker) -> ExitCode:
        """Check whenever a file changes; what cannot be read at the moment is said."""
        from grader.cli.show.console import Console
        from grader.cli.watching import Watch

        files, console = Watch(self.path), Console()
        while True:
            try:
                submission, checked = self._checked(home)
                console.clear()
                self._say(checked, submission)
                seconds = f"{checked.seconds:.2f} s"
                console.print(
                    f"\n  {time.strftime('%X')}, {seconds}. Waiting for you to save; Ctrl-C ends."
                )
            except GraderError as error:
                say(str(error))
            home.warm()
            files.wait()

    def _checked(self, home: HomeChecker) -> tuple[Submission, Checked]:
        from grader.home.judging import submission_at

        submission = submission_at(self.path, self.place.settings)
        return submission, home.check(submission, self.functions)

    def _say(self, checked: Checked, submission: Submission) -> None:
        from grader.home.function_states import states

        functions = states(checked, self.place.settings.parts)
        if self.functions:  # of the others nothing is known
            functions = tuple(function for function in functions if function.results)
        if self.html is not None:
            page = _page(checked, submission, self.place)
            write_file(self.html, page, hint="Name another file after --html.")
        if self.as_json:
            import msgspec

            from grader.home.results import summary_of

            summary = msgspec.json.encode(summary_of(checked, functions))
            write_bytes(msgspec.json.format(summary, indent=2) + b"\n")
        else:
            from grader.cli.show.console import Console
            from grader.cli.show.function_list import print_checked

            print_checked(Console(), checked, functions, self.place.settings)


def _page(checked: Checked, submission: Submission, place: Place) -> bytes:
    from grader.home.results import grade_of
    from grader.reports.rendering import render  # brings the template engine
    from grader.reports.student_page import student_page

    grade = grade_of(checked, submission)
    return render(student_page(grade, course="", assignment=place.settings.title)).encode()
