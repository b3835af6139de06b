"""What a student reads for every known mistake, as Markdown.

One section a mistake, one paragraph a failed check: public ones in full, hidden ones as redacted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from grader.model import CheckResult
from grader.reports.check_view import CheckView, EvidenceView, student_view
from grader.validate.observation import Trial

ROUNDING = re.compile(r"\b\d(\.\d+)?e-(1[6-9]|[2-9]\d|\d{3})\b")
"""Numbers that are 0 but for rounding: what is left of them depends on the processor."""


def feedback(title: str, mistakes: Iterable[Trial], functions: Mapping[str, str]) -> str:
    """The whole text for one assignment; `functions`: by mistake, the function that has it."""
    lines = [f"# {title}", ""]
    for trial in mistakes:
        lines += [f"## {trial.name}: {functions[trial.name]}", ""]
        for result in trial.failed:
            if not is_question(result):
                lines += paragraphs(student_view(result))
    return ROUNDING.sub("about 0", "\n".join(lines)).rstrip() + "\n"


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
