"""What a notebook shows of a check. Pure but for the template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.home.function_states import FunctionState
from grader.model import Record, Verdict
from grader.reports.check_view import CheckView, student_view
from grader.reports.rendering import fragment
from grader.reports.wording import FUNCTION_STATES, number
from grader.scoring import maximum, total

COLOURS = {
    "right": "#2e9e4f",
    "wrong": "#d0453e",
    "open": "#c08a1e",
    "waiting": "#c08a1e",
    "broken": "#8a5fb0",
}


class FunctionView(Record):
    """A function below a cell."""

    name: str
    mark: str
    colour: str
    words: str
    wrong: tuple[CheckView, ...]


class NotebookPage(Record):
    """All that the template shows."""

    functions: tuple[FunctionView, ...]
    sum: str


def html_of(functions: Sequence[FunctionState]) -> str:
    """The HTML below the cell."""
    page = NotebookPage(functions=tuple(map(_view, functions)), sum=_sum(functions))
    return fragment("notebook.html.j2", page)


def text_of(functions: Sequence[FunctionState]) -> str:
    """The same in lines, where nothing shows HTML."""
    return "\n".join((*_lines(functions), _sum(functions)))


def _view(function: FunctionState) -> FunctionView:
    sign, words = FUNCTION_STATES[function.state]
    return FunctionView(
        name=function.name,
        mark=sign,
        colour=COLOURS[function.state],
        words=words,
        wrong=tuple(_wrong(function)),
    )


def _wrong(function: FunctionState) -> Iterator[CheckView]:
    if function.state == "wrong":
        for result in function.results:
            if result.verdict not in (Verdict.PASSED, Verdict.SKIPPED):
                yield student_view(result)


def _lines(functions: Sequence[FunctionState]) -> Iterator[str]:
    for function in map(_view, functions):
        yield f"{function.mark} {function.name}: {function.words}"
        for view in function.wrong:
            yield f"    {view.title}"
            for evidence in view.evidence:
                yield f"    {evidence.summary} {evidence.detail}".rstrip()
            if view.sentence:
                yield f"    {view.sentence}"


def _sum(functions: Sequence[FunctionState]) -> str:
    results = [result for function in functions for result in function.results]
    most = maximum(result.check for result in results)
    return f"{number(total(results) or 0.0)} of {number(most)} points in these public checks"
