"""Pages in a real browser: phone, desk, dark and print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.model import Problem
from grader.reports.folder import write_reports
from grader.store import storable
from tests.reports import samples
from tests.reports.browser import Page, browser, chromium
from tests.reports.test_pages import nasty
from tests.requires import requires

PAGES = (
    "index.html",
    "a03_losses/ana.html",
    "a03_losses/cleo.html",
    "a03_losses/mallory.html",
    "staff/a03_losses/ana.html",
    "staff/a03_losses/mallory.html",
)
CONTRAST = """
(() => {
  const channel = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => [.2126, .7152, .0722].reduce((s, w, i) => s + w * channel(c[i]), 0);
  const rgba = s => s.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; } };
  const low = new Set();
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    if (e.closest("script, svg")) continue;
    const a = light(rgba(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.add(e.tagName + "." + e.className + " " + ratio.toFixed(2));
  }
  return [...low];
})()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    grades = tuple(map(storable, (*samples.course(), nasty(length=5_000))))
    problems = (Problem(path="a03_losses/" + "long" * 50, message="the archive is damaged"),)
    return write_reports(grades, folder, course="Backprop", problems=problems).parent


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    executable = chromium()
    requires(executable, "no Chromium was found on PATH")
    with browser(str(executable)) as page:
        yield page


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_screen_without_a_complaint_or_a_request(
    page: Page, folder: Path, name: str, width: int
) -> None:
    page.open(folder / name, width=width)
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.complaints == []
    assert page.requests == [(folder / name).as_uri()]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES[:2])
def test_every_text_stands_out_from_its_background(
    page: Page, folder: Path, name: str, dark: bool
) -> None:
    page.open(folder / name, width=1200, dark=dark)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert page.evaluate(CONTRAST) == []


def test_the_copy_button_selects_the_call(page: Page, folder: Path) -> None:
    page.open(folder / "a03_losses/ana.html", width=1200)
    page.evaluate("document.querySelector('button.copy').click()")
    assert page.evaluate("getSelection().toString()").startswith("softmax(np.array(")


def test_a_page_can_be_printed(page: Page, folder: Path, tmp_path: Path) -> None:
    page.open(folder / "a03_losses/ana.html", width=1200)
    page.pdf(tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
