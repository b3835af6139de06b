"""What a student reads for every known mistake, as Markdown: `python -m tests.feedback.feedback`.

Arguments: course, assignment. One section a mistake, one paragraph a failed check: public ones in
full, hidden ones as redacted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from grader.assignments import open_course
from grader.checks.mistakes import Mistake, mistakes_in
from grader.judge.reference import load_module, modules_in
from grader.judge.rehearsal import Rehearsal, rehearse, replaced
from grader.model import CheckResult, Verdict
from grader.reports.check import CheckView, EvidenceView, student_view
from tests.assignments.sweep import SECRETS


def feedback(rehearsal: Rehearsal) -> str:
    """The whole text for one assignment."""
    assignment = rehearsal.assignment
    assert assignment.mistakes is not None
    reference = modules_in(assignment, assignment.reference, "tried")
    lines = [f"# {assignment.settings.title}", ""]
    for mistake, function in mistakes_in(load_module(assignment.mistakes, "feedback_mistakes")):
        part, _, name = mistake.of.partition(".")
        with replaced(reference[part], name, function):
            lines += section(mistake, rehearsal.results(reference, SECRETS[0]))
    return "\n".join(lines).rstrip() + "\n"


def section(mistake: Mistake, results: tuple[CheckResult, ...]) -> Iterator[str]:
    """What is said about one mistake."""
    yield from (f"## {mistake.id}: {mistake.of}", "")
    for result in results:
        if result.verdict not in (Verdict.PASSED, Verdict.SKIPPED) and not is_question(result):
            yield from paragraphs(student_view(result))


def is_question(result: CheckResult) -> bool:
    """Whether it is a reading-card question, which no mistake is about."""
    return result.check.group == "questions"


def paragraphs(view: CheckView) -> Iterator[str]:
    """One failed check."""
    yield from (f"**{view.title}**{' (hidden)' if view.hidden else ''} {view.label}", "")
    yield from listed(view.sentence)
    for item in view.evidence:
        yield from evidence(item, with_hint=view.cause is None)
    if view.cause is not None:
        follows = f"This follows from {view.cause.follows_from}. "
        yield f"- likely cause: {follows if view.cause.follows_from else ''}{view.cause.sentence}"
    yield from listed(view.read_again, "read again")
    yield ""


def evidence(item: EvidenceView, *, with_hint: bool) -> Iterator[str]:
    """Why it failed."""
    yield from listed(item.summary)
    yield from listed(item.detail)
    yield from listed(item.hint if with_hint else "", "where to look")


def listed(sentence: str, name: str = "") -> Iterator[str]:
    """An item of a list, if there is anything to say."""
    if sentence:
        yield f"- {name}: {sentence}" if name else f"- {sentence}"


def main() -> None:
    course, name = sys.argv[1:]
    output, sys.stdout = sys.stdout, sys.stderr
    output.write(rehearse(open_course(Path(course)).assignment(name), feedback))


if __name__ == "__main__":
    main()
