"""One check as a page shows it. Pure: results in, plain strings out, nothing left to decide.

Every string that leaves here is fit for the eye (`text`), and every view of a hidden check for a
student went through `redaction` first, so that no template can leak or mislead.
"""

from __future__ import annotations

from grader.evidence import Evidence, GradientRow, WrongEntry
from grader.model import CheckResult, Diagnosis, Facts, Frame, Raised, Record, Verdict
from grader.reports import text, wording
from grader.reports.plot import Plot, plot
from grader.reports.redaction import for_student
from grader.verdicts import WORDS

MOST_FRAMES, MOST_PLACES, MOST_ROWS, MOST_EVIDENCE = 10, 10, 40, 8


class Side(Record):
    """One side of a comparison: what came back, or what was expected."""

    name: str
    form: str
    """Shape and dtype in words."""
    value: str


class PlaceView(Record):
    """One entry that differs."""

    index: str
    got: str
    expected: str


class RowView(Record):
    """One gradient beside the numerical one."""

    name: str
    mark: str
    relative_error: str
    norm_ratio: str
    cosine: str
    worst: str
    from_reference: str


class EvidenceView(Record):
    """Why a check failed."""

    summary: str
    hint: str
    detail: str
    sides: tuple[Side, ...]
    places: tuple[PlaceView, ...]
    rows: tuple[RowView, ...]
    plot: Plot | None


class FrameView(Record):
    """A line of the student's code."""

    where: str
    source: str


class RaisedView(Record):
    """An exception, and the student's lines that led to it, the innermost last."""

    what: str
    left_out: int
    frames: tuple[FrameView, ...]


class CauseView(Record):
    """The known mistake that the submission made."""

    sentence: str
    """What it is: the hint that its author wrote."""
    follows_from: str
    """The function that has it, where the check is about another; mostly empty."""
    id: str
    """Its id, for staff; empty on a student's page."""


class CheckView(Record):
    """One check on a page."""

    id: str
    title: str
    group: str
    hidden: bool
    bonus: bool
    state: str
    """`passed`, `partly`, `failed`, `skipped` or `infra`: the colour."""
    mark: str
    """A sign that says the same without colour."""
    label: str
    points: str
    max_points: str
    sentence: str
    cause: CauseView | None
    read_again: str
    """"Document, Heading"; empty where nothing failed."""
    evidence: tuple[EvidenceView, ...]
    calls: tuple[str, ...]
    raised: RaisedView | None
    output: str
    notes: tuple[str, ...]
    facts: str


def student_view(result: CheckResult) -> CheckView:
    """What the student sees: everything of a public check, words of ours of a hidden one."""
    unknown = "not shown" if result.check.hidden else "–"
    return _view(for_student(result), staff=False, unknown=unknown)


def staff_view(result: CheckResult) -> CheckView:
    """Everything, and what the child used."""
    return _view(result, staff=True, unknown="–")


def _view(result: CheckResult, *, staff: bool, unknown: str) -> CheckView:
    check, words = result.check, WORDS[result.verdict]
    is_infra = result.verdict is Verdict.INFRA
    partly = result.verdict is Verdict.PASSED and result.points < check.points
    return CheckView(
        id=text.line(check.id),
        title=text.line(check.title or check.id),
        group=text.line(check.group),
        hidden=check.hidden,
        bonus=check.bonus,
        state="partly" if partly else words.state,
        mark="◐" if partly else words.mark,
        label="passed in part" if partly else words.label,
        points="–" if is_infra else wording.number(result.points),
        max_points=wording.number(check.points),
        sentence=_sentence(result),
        cause=_cause(result.diagnosis, result.function, staff) if result.diagnosis else None,
        read_again=_read_again(result),
        evidence=tuple(_evidence(e, unknown) for e in result.evidence[:MOST_EVIDENCE]),
        calls=_calls(result),
        raised=_raised(result.raised) if result.raised else None,
        output=text.block(result.output),
        notes=tuple(text.line(note) for note in result.notes),
        facts=_facts(result.facts) if staff and result.facts else "",
    )


def _sentence(result: CheckResult) -> str:
    """What happened; empty where the evidence says it better."""
    if result.evidence or result.verdict is Verdict.PASSED:
        return ""
    judge = result.summary if result.raised else result.message or result.summary
    return text.block(judge or wording.meaning(result), 1_000)


def _cause(diagnosis: Diagnosis, function: str, staff: bool) -> CauseView:
    elsewhere = function and not f".{diagnosis.of}".endswith(f".{function}")
    return CauseView(
        sentence=text.line(diagnosis.hint, 500),
        follows_from=text.line(diagnosis.of.rpartition(".")[2]) if elsewhere else "",
        id=text.line(diagnosis.mistake) if staff else "",
    )


def _read_again(result: CheckResult) -> str:
    """Where the documents explain what went wrong."""
    if result.verdict in (Verdict.PASSED, Verdict.INFRA, Verdict.SKIPPED):
        return ""
    source = result.diagnosis.source if result.diagnosis else result.source
    return text.line(source)


def _evidence(evidence: Evidence, unknown: str) -> EvidenceView:
    return EvidenceView(
        summary=text.line(evidence.summary, 500),
        hint=text.line(evidence.hint, 500),
        detail=text.line(evidence.detail, 500),
        sides=_sides(evidence, unknown),
        places=tuple(_place(place) for place in evidence.places[:MOST_PLACES] if place.index),
        rows=tuple(_row(row) for row in evidence.table[:MOST_ROWS]),
        plot=plot(evidence.curves),
    )


def _sides(evidence: Evidence, unknown: str) -> tuple[Side, ...]:
    """Both sides, or none when neither is known."""
    got = wording.form(evidence.got_shape, evidence.got_dtype)
    expected = wording.form(evidence.expected_shape, evidence.expected_dtype)
    if not (got or expected or evidence.got or evidence.expected):
        return ()
    return (
        _side("yours", got, evidence.got, unknown),
        _side("expected", expected, evidence.expected, unknown),
    )


def _side(name: str, form: str, value: str, unknown: str) -> Side:
    shown = form if form or value else unknown
    return Side(name=name, form=text.line(shown), value=text.block(value, 1_000))


def _calls(result: CheckResult) -> tuple[str, ...]:
    """Calls to copy and paste, each once."""
    calls = (evidence.call for evidence in result.evidence[:MOST_EVIDENCE] if evidence.call)
    return tuple(dict.fromkeys(text.block(call) for call in calls))


def _place(place: WrongEntry) -> PlaceView:
    return PlaceView(
        index=text.line(str(list(place.index))),
        got=text.line(wording.value(place.got), 80),
        expected=text.line(wording.value(place.expected), 80),
    )


def _row(row: GradientRow) -> RowView:
    return RowView(
        name=text.line(row.name, 80),
        mark="✓" if row.right else "✗",
        relative_error=_figure(row.relative_error, "2g"),
        norm_ratio=_figure(row.norm_ratio, "4g"),
        cosine=_figure(row.cosine, "4g"),
        worst=text.line(str(list(row.worst))) if row.worst else "",
        from_reference=_figure(row.from_reference, "2g"),
    )


def _figure(value: float | None, digits: str) -> str:
    return "–" if value is None else format(value, f".{digits}")


def _raised(raised: Raised) -> RaisedView:
    what = f"{raised.type}: {raised.message}" if raised.message else raised.type
    return RaisedView(
        what=text.block(what, 1_000),
        left_out=max(len(raised.frames) - MOST_FRAMES, 0),
        frames=tuple(_frame(frame) for frame in raised.frames[-MOST_FRAMES:]),
    )


def _frame(frame: Frame) -> FrameView:
    where = f"{frame.file}, line {frame.line}" if frame.file else f"line {frame.line}"
    inside = f", in {frame.function}" if frame.function else ""
    return FrameView(where=text.line(where + inside), source=text.line(frame.source.strip()))


def _facts(facts: Facts) -> str:
    peak = facts.peak_bytes / 2**20
    said = [f"CPU {facts.cpu_seconds:.2f} s, wall {facts.wall_seconds:.2f} s, peak {peak:.0f} MiB"]
    if facts.exit_code is not None:
        said.append(f"exit code {facts.exit_code}")
    if facts.signal is not None:
        said.append(f"signal {facts.signal}")
    if facts.killed_for:
        said.append(f"ended for {text.line(facts.killed_for)}")
    return ", ".join(said)
