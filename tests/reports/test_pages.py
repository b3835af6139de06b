"""Whole pages: what they say, what they survive, and that they are what was reviewed."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from grader.evidence import Evidence, WrongEntry
from grader.model import Grade, Problem, Raised, Verdict
from grader.reports.class_page import class_page
from grader.reports.rendering import render, templates_folder
from grader.reports.student_page import staff_page, student_page
from tests.reports import samples

GOLDEN = Path(__file__).with_name("golden")
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\x1b[31m\0\u202e\udcff{{ 7 * 7 }}"
VOID = {"meta", "img", "br", "link", "input", "rect", "path", "polyline"}


class Tags(HTMLParser):
    """Reads a page strictly: every element is closed in order, ids are unique, links resolve."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given)
        self.names.append(tag)
        self.ids += filter(None, [given.get("id")])
        self.links += filter(None, [given.get("href")])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag


def student_html(grade: Grade) -> str:
    return render(student_page(grade, course="Backprop", assignment="Losses"))


def staff_html(grade: Grade) -> str:
    return render(staff_page(grade, course="Backprop", assignment="Losses"))


def course_html(*grades: Grade, problems: tuple[Problem, ...] = ()) -> str:
    titles = {"a03_losses": "Losses"}
    view = class_page(grades, course="Backprop", titles=titles, problems=problems, version="0.1.0")
    return render(view)


def nasty(length: int = 1_000_000) -> Grade:
    """A submission that answers every question with trouble, in public and hidden checks."""
    long = NASTY + "x" * length
    evidence = Evidence(
        kind=samples.VALUES.kind,
        summary=NASTY,
        hint=NASTY,
        detail=long,
        call=long,
        got=long,
        expected=NASTY,
        got_dtype=NASTY,
        places=(WrongEntry(index=(1,), got=long, expected=0.5),) * 100,
        curves=(msgspec.structs.replace(samples.CONVERGENCE.curves[0], label=long),),
    )
    frames = tuple(
        msgspec.structs.replace(frame, file=NASTY, function=NASTY, source=long)
        for frame in samples.RAISED.frames * 50
    )
    raised = Raised(type=NASTY, builtin=False, message=long, frames=frames)
    results = tuple(
        samples.result(
            samples.check(f"{'h' if hidden else 'p'}{verdict}", NASTY, hidden=hidden),
            verdict,
            message=long,
            summary=NASTY,
            reason=NASTY,
            output=long,
            notes=(NASTY,),
            evidence=(evidence,),
            raised=raised,
        )
        for hidden in (False, True)
        for verdict in Verdict
        if verdict is not Verdict.INFRA
    )
    grade = samples.grade("mallory", results)
    return msgspec.structs.replace(grade, people=(NASTY, long), notes=(long,))


@pytest.mark.parametrize("html", [student_html, staff_html, course_html])
def test_hostile_text_is_shown_and_never_obeyed(html: object) -> None:
    assert callable(html)
    page = html(nasty())
    tags = Tags(page)
    assert tags.names.count("script") == 1
    assert "img" not in tags.names
    assert "alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert r"\x1b[31m\x00\u202e\udcff" in page
    assert not re.search("[\0\x1b\u202e\udcff]", page)
    page.encode("utf-8")


def test_a_page_stays_small_whatever_a_submission_prints() -> None:
    assert len(student_html(nasty()).encode()) < 1_000_000
    assert len(student_html(samples.mixed()).encode()) < 200_000


@pytest.mark.parametrize(
    "page",
    [
        student_html(samples.mixed()),
        student_html(samples.perfect()),
        student_html(samples.broken()),
        staff_html(samples.mixed()),
        course_html(*samples.course(), problems=(Problem(path="x.zip", message="damaged"),)),
        course_html(),
    ],
    ids=["mixed", "perfect", "broken", "staff", "course", "empty course"],
)
def test_a_page_is_well_formed_and_needs_nothing_else(page: str) -> None:
    tags = Tags(page)
    assert len(tags.ids) == len(set(tags.ids))
    inside = [link[1:] for link in tags.links if link.startswith("#")]
    assert set(inside) <= set(tags.ids)
    assert not re.search(r"(src|href)=\"?(https?:)?//", page)
    assert "url(" not in page
    assert "default-src 'none'" in page
    assert tags.names.count("h1") == 1


def test_the_student_sees_why_and_where_in_public_checks() -> None:
    page = student_html(samples.mixed())
    for said in (
        "23.2",
        "of 156 points",
        "6 of 34 checks passed",
        "softmax_loss",
        "0.66524096",
        "losses.py, line 12, in softmax",
        "operands could not be broadcast",
        r"\x1b[31mred",
        "The check used 4.01 s of CPU",
        "exit code 3",
    ):
        assert said in page


def test_the_hidden_half_of_a_students_page_holds_words_of_ours_only() -> None:
    page = student_html(samples.mixed())
    hidden = page[page.index('id="hidden"') :]
    for said in (
        "right shape, but wrong values",
        "ValueError",
        "line 12",
        "about 0.1",
        "passed in part",
    ):
        assert said in hidden
    for secret in ("0.66524096", "operands", "red", "<figure", "exit code", "Largest gap 0.25"):
        assert secret not in hidden.replace("divided", "").replace("required", "")


def test_the_staff_page_shows_hidden_checks_whole_and_says_so() -> None:
    page = staff_html(samples.mixed())
    assert page.count("0.66524096") == 2
    assert "Staff only." in page
    assert "CPU 4.01 s" in page
    assert "Staff only." not in student_html(samples.mixed())


def test_our_fault_is_said_to_be_ours() -> None:
    page = student_html(samples.broken())
    assert "not your fault" in page
    assert "quarantined" not in page
    assert "quarantined: three sandboxes died" in staff_html(samples.broken())


def test_the_class_page_names_all_that_needs_a_person() -> None:
    page = course_html(*samples.course(), problems=(Problem(path="x.zip", message="damaged"),))
    for said in ("quarantined: three sandboxes died", "x.zip", "damaged", "student33", "2 of 19"):
        assert said in page
    assert 'href="a03_losses/ana.html"' in page
    assert 'href="staff/a03_losses/ana.html"' in page


def test_the_templates_are_found() -> None:
    assert (templates_folder() / "class.html.j2").is_file()


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("student", student_html(samples.mixed())),
        ("staff", staff_html(samples.mixed())),
        ("course", course_html(*samples.course())),
    ],
)
def test_a_page_is_the_one_that_was_reviewed(name: str, page: str) -> None:
    """GRADER_UPDATE_GOLDEN=1 writes the files anew; then review the difference."""
    body = page[page.index("<body>") : page.index("<script>")] + "\n"
    golden = GOLDEN / f"{name}.html"
    if os.environ.get("GRADER_UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(body, encoding="utf-8")
    assert body == golden.read_text(encoding="utf-8")


def test_a_known_mistake_is_the_likely_cause_and_says_what_to_read_again() -> None:
    page = student_html(samples.mixed())
    assert samples.DIAGNOSIS.hint in page
    assert f"<b>Read again:</b> {samples.DIAGNOSIS.source}" in page
    assert samples.DIAGNOSIS.mistake not in page
    assert samples.DIAGNOSIS.mistake in staff_html(samples.mixed())


def test_a_mistake_that_another_check_inherits_names_the_function_that_has_it() -> None:
    named = samples.result(
        samples.check("net", "The network."),
        Verdict.FAILED,
        function="losses.network",
        diagnosis=samples.DIAGNOSIS,
    )
    page = student_html(samples.grade("ana", (named,)))
    assert "This follows from <code>softmax_loss</code>." in page
