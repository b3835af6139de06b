"""A student's page as plain strings. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from grader.model import CheckResult, Grade, Provenance, Record, Verdict
from grader.reports import text, wording
from grader.reports.check_view import CheckView, staff_view, student_view
from grader.reports.filenames import student_of
from grader.scoring import points_of, total, troubles

MOST_TROUBLES = 3
ROUNDED = 1e-6
"""Points that differ by less differ by nothing but the adding of floats."""


class Group(Record):
    """Checks under one heading."""

    title: str
    checks: tuple[CheckView, ...]


class TroubleView(Record):
    """One line of "what to fix first"."""

    subject: str
    what: str
    counted: str
    points_lost: str
    first: str
    """Id of a check to jump to."""


class StudentPage(Record):
    """All that the template of a student's page shows."""

    course: str
    assignment: str
    people: str
    staff: bool
    why_not: str
    """Why there is no grade; empty when there is one."""
    points: str
    max_points: str
    added_up: str
    """What the checks alone do not say of the points: bonus and rounding; mostly empty."""
    passed: str
    troubles: tuple[TroubleView, ...]
    public: tuple[Group, ...]
    hidden: tuple[Group, ...]
    notes: tuple[str, ...]
    made_by: str


def student_page(grade: Grade, *, course: str, assignment: str) -> StudentPage:
    """The page for the student: nothing of a hidden check but words of ours."""
    why_not = "The grader could not finish. This is not your fault and costs no points."
    return _page(grade, course, assignment, student_view, staff=False, why_not=why_not)


def staff_page(grade: Grade, *, course: str, assignment: str) -> StudentPage:
    """The same page with everything on it, for staff only."""
    why_not = text.line(grade.infra or "a check ended with INFRA", 1_000)
    return _page(grade, course, assignment, staff_view, staff=True, why_not=why_not)


def people_of(grade: Grade) -> str:
    """The names on a submission, or its id where there are none."""
    return text.line(", ".join(grade.people) or student_of(grade))


def _page(
    grade: Grade,
    course: str,
    assignment: str,
    view: Callable[[CheckResult], CheckView],
    *,
    staff: bool,
    why_not: str,
) -> StudentPage:
    points = points_of(grade)
    notes = grade.notes + (grade.staff_notes if staff else ())
    passed = sum(r.verdict is Verdict.PASSED for r in grade.results)
    views = [view(result) for result in grade.results]
    return StudentPage(
        course=text.line(course),
        assignment=text.line(assignment),
        people=people_of(grade),
        staff=staff,
        why_not=why_not if points is None else "",
        points="–" if points is None else wording.number(points),
        max_points=wording.number(grade.max_points),
        added_up=_added_up(grade),
        passed=f"{passed} of {wording.counted(len(grade.results), 'check')} passed",
        troubles=_troubles(grade),
        public=_groups(view for view in views if not view.hidden),
        hidden=_groups(view for view in views if view.hidden),
        notes=tuple(text.line(note) for note in notes),
        made_by=_made_by(grade.provenance),
    )


def _added_up(grade: Grade) -> str:
    """`3 of them bonus, rounded from 87.3`."""
    bonus = total(r for r in grade.results if r.check.bonus)
    exact = total(grade.results)
    said = [f"{wording.number(bonus)} of them bonus"] if bonus else []
    if exact is not None and abs(exact - grade.points) > ROUNDED:
        said.append(f"rounded from {wording.number(exact)}")
    return ", ".join(said)


def _made_by(provenance: Provenance) -> str:
    slots = f" ({provenance.isolation} slots)" if provenance.isolation else ""
    return f"grader {provenance.grader}, sandbox {provenance.tier}{slots}"


def _troubles(grade: Grade) -> tuple[TroubleView, ...]:
    return tuple(
        TroubleView(
            subject=text.line(trouble.subject),
            what=trouble.what,
            counted=wording.counted(len(trouble.checks), "check"),
            points_lost=wording.number(trouble.points_lost),
            first=text.line(_first_of(grade, trouble.checks)),
        )
        for trouble in troubles(grade.results)[:MOST_TROUBLES]
    )


def _first_of(grade: Grade, checks: tuple[str, ...]) -> str:
    """The check that comes first on the page: public ones do, for they show most."""
    of_interest = [r.check for r in grade.results if r.check.id in checks]
    return min(of_interest, key=lambda check: check.hidden).id


def _groups(views: Iterable[CheckView]) -> tuple[Group, ...]:
    """Under headings, in the order in which the groups first appear."""
    listed = list(views)
    order = {group: i for i, group in reversed([*enumerate(view.group for view in listed)])}
    listed.sort(key=lambda view: order[view.group])
    return tuple(
        Group(title=title, checks=tuple(checks))
        for title, checks in groupby(listed, key=lambda view: view.group)
    )
