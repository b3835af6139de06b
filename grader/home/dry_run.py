"""The public checks on code of the course, with recorded answers in place of the reference."""

from __future__ import annotations

from grader.assignments import Assignment
from grader.checks.mistake_registry import mistakes_in
from grader.home.judging import HomeChecker, at_home
from grader.home.place import Place
from grader.judge.proxy.exchange import Loopback
from grader.judge.reference import load_module, modules_in, replaced
from grader.model import CheckResult, Submission, Verdict


def unusable_at_home(assignment: Assignment, place: Place) -> dict[str, str]:
    """By id: the public checks that do not work at `place`, each with what is wrong in a sentence.

    The reference must pass them. A known mistake may fail one, but must not make it ask the
    reference for what is not recorded: what a check asks must not depend on the submission.
    """
    modules = modules_in(assignment, assignment.reference, "at_home")
    file = assignment.mistakes
    known = mistakes_in(load_module(file, f"at_home_{assignment.id}")) if file else ()

    def use(home: HomeChecker) -> dict[str, str]:
        found = {
            result.check.id: f"the reference does not pass it: {result.message}"
            for result in results_of(home, CourseCode(modules))
            if result.verdict is not Verdict.PASSED
        }
        for mistake, function in known:
            part, _, name = mistake.of.partition(".")
            with replaced(modules[part], name, function):
                for result in results_of(home, CourseCode(modules)):
                    if result.verdict is Verdict.INFRA:
                        found.setdefault(result.check.id, f"with {mistake.id}: {result.message}")
        return found

    return at_home(place, use)


class CourseCode(Loopback):
    """Code of the course as a submission at home."""

    def close(self) -> None:
        """Nothing to end: there is no process."""


def results_of(home: HomeChecker, submission: CourseCode) -> tuple[CheckResult, ...]:
    """The public checks on code of the course."""
    nobody = Submission(id="", assignment="", people=(), files=(), digest="")
    return home.check(nobody, child=submission).results
