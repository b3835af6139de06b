"""The page of the class as plain strings. Pure."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from grader.model import CheckResult, Grade, Problem, Record, Verdict
from grader.reports import text, wording
from grader.reports.filenames import page_path
from grader.reports.student_page import people_of
from grader.scoring import headline, points_of, troubles

MOST_TROUBLES = 8
BINS = 10


class StudentRow(Record):
    """One line of the table of students."""

    people: str
    points: str
    percent: int
    trouble: str
    student_link: str
    staff_link: str


class Ungraded(Record):
    """A submission without a grade, and why."""

    people: str
    reason: str
    staff_link: str


class PassRate(Record):
    """How many submissions pass a check."""

    id: str
    title: str
    hidden: bool
    passed: int
    of: int
    percent: int


class CommonTrouble(Record):
    """What is wrong with many submissions in the same way."""

    subject: str
    what: str
    students: str
    points_lost: str


class CommonMistake(Record):
    """A known mistake and how many submissions have it."""

    id: str
    of: str
    hint: str
    students: str


class Bin(Record):
    """One bar of the distribution of scores."""

    label: str
    count: int
    height: int
    """Percent of the highest bar."""


class AssignmentView(Record):
    """One assignment on the page of the class."""

    id: str
    title: str
    graded: str
    median: str
    max_points: str
    students: tuple[StudentRow, ...]
    ungraded: tuple[Ungraded, ...]
    rates: tuple[PassRate, ...]
    troubles: tuple[CommonTrouble, ...]
    mistakes: tuple[CommonMistake, ...]
    bins: tuple[Bin, ...]


class ClassPage(Record):
    """All that the template of the class page shows."""

    course: str
    assignments: tuple[AssignmentView, ...]
    problems: tuple[Problem, ...]
    made_by: str


def class_page(
    grades: Sequence[Grade],
    *,
    course: str,
    titles: Mapping[str, str],
    problems: Sequence[Problem],
    version: str,
) -> ClassPage:
    """The class page over grades of any number of assignments."""
    by_assignment: defaultdict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        by_assignment[grade.assignment].append(grade)
    return ClassPage(
        course=text.line(course),
        assignments=tuple(
            _assignment(id, titles.get(id, id), by_assignment[id]) for id in sorted(by_assignment)
        ),
        problems=tuple(
            Problem(path=text.line(p.path), message=text.line(p.message)) for p in problems
        ),
        made_by=f"grader {version}",
    )


def _assignment(id: str, title: str, grades: list[Grade]) -> AssignmentView:
    graded = [grade for grade in grades if points_of(grade) is not None]
    most = max((grade.max_points for grade in grades), default=0.0)
    points = [grade.points for grade in graded]
    return AssignmentView(
        id=text.line(id),
        title=text.line(title),
        graded=wording.counted(len(graded), "submission"),
        median=wording.number(statistics.median(points)) if points else "–",
        max_points=wording.number(most),
        students=tuple(_row(grade) for grade in graded),
        ungraded=tuple(_ungraded(grade) for grade in grades if points_of(grade) is None),
        rates=_rates(graded),
        troubles=_common(graded),
        mistakes=_mistakes(graded),
        bins=_bins(graded),
    )


def _row(grade: Grade) -> StudentRow:
    link = quote(str(page_path(grade)))
    return StudentRow(
        people=people_of(grade),
        points=wording.number(grade.points),
        percent=wording.percent(grade.points, grade.max_points),
        trouble=text.line(headline(grade)),
        student_link=link,
        staff_link=f"staff/{link}",
    )


def _ungraded(grade: Grade) -> Ungraded:
    broken = [r.summary or r.check.id for r in grade.results if r.verdict is Verdict.INFRA]
    return Ungraded(
        people=people_of(grade),
        reason=text.line(grade.infra or "; ".join(broken)),
        staff_link=f"staff/{quote(str(page_path(grade)))}",
    )


def _rates(grades: list[Grade]) -> tuple[PassRate, ...]:
    by_check: defaultdict[str, list[CheckResult]] = defaultdict(list)
    for grade in grades:
        for result in grade.results:
            by_check[result.check.id].append(result)
    return tuple(_rate(results) for results in by_check.values())


def _rate(results: list[CheckResult]) -> PassRate:
    check = results[0].check
    passed = sum(r.verdict is Verdict.PASSED for r in results)
    return PassRate(
        id=text.line(check.id),
        title=text.line(check.title or check.id),
        hidden=check.hidden,
        passed=passed,
        of=len(results),
        percent=wording.percent(passed, len(results)),
    )


def _common(grades: list[Grade]) -> tuple[CommonTrouble, ...]:
    lost: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for grade in grades:
        for trouble in troubles(grade.results):
            lost[trouble.subject, trouble.what].append(trouble.points_lost)
    ranked = sorted(lost.items(), key=lambda item: (-sum(item[1]), item[0]))
    return tuple(
        CommonTrouble(
            subject=text.line(subject),
            what=what,
            students=wording.counted(len(points), "submission"),
            points_lost=wording.number(sum(points)),
        )
        for (subject, what), points in ranked[:MOST_TROUBLES]
    )


def _mistakes(grades: list[Grade]) -> tuple[CommonMistake, ...]:
    """The mistakes that were named, most common first; one counts once in a submission."""
    found = [{r.diagnosis for r in grade.results if r.diagnosis} for grade in grades]
    counted = Counter(diagnosis for named in found for diagnosis in named)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].mistake))
    return tuple(
        CommonMistake(
            id=text.line(diagnosis.mistake),
            of=text.line(diagnosis.of),
            hint=text.line(diagnosis.hint, 500),
            students=wording.counted(count, "submission"),
        )
        for diagnosis, count in ranked[:MOST_TROUBLES]
    )


def _bins(grades: list[Grade]) -> tuple[Bin, ...]:
    """How many submissions earned 0-9 %, 10-19 %, ... and 90-100 %."""
    counts = [0] * BINS
    for grade in grades:
        percent = wording.percent(grade.points, grade.max_points)
        counts[min(percent * BINS // 100, BINS - 1)] += 1
    tallest = max(counts)
    return tuple(
        Bin(
            label=f"{10 * i}–{10 * i + 9 if i < BINS - 1 else 100} %",
            count=count,
            height=wording.percent(count, tallest),
        )
        for i, count in enumerate(counts)
    )
