"""The table of gradients: on public pages and for staff, never on a student's hidden check."""

from __future__ import annotations

from grader.evidence import Evidence, EvidenceKind, GradientRow
from grader.model import Grade, Verdict
from grader.reports.rendering import render
from grader.reports.student_page import staff_page, student_page
from tests.reports import samples

TABLE = (
    GradientRow(
        name="dW", right=False, relative_error=0.857, norm_ratio=7.0, cosine=1.0, worst=(0, 2)
    ),
    GradientRow(name="db", right=True, relative_error=2.3e-11, norm_ratio=1.0, cosine=1.0),
)
EVIDENCE = Evidence(kind=EvidenceKind.GRADIENT, summary="dW is wrong.", table=TABLE)


def grade_of(*, hidden: bool) -> Grade:
    check = samples.check("test_gradient", "The gradient.", hidden=hidden)
    result = samples.result(check, Verdict.FAILED, evidence=(EVIDENCE,))
    return samples.grade("ana", (result,))


def test_a_public_page_shows_every_gradient() -> None:
    html = render(student_page(grade_of(hidden=False), course="C", assignment="A"))
    for text in ("dW", "0.86", "<td>7</td>", "[0, 2]", "db", "2.3e-11"):
        assert text in html


def test_a_hidden_check_shows_the_table_to_staff_only() -> None:
    grade = grade_of(hidden=True)
    assert "2.3e-11" not in render(student_page(grade, course="C", assignment="A"))
    assert "2.3e-11" in render(staff_page(grade, course="C", assignment="A"))
