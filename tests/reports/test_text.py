"""Text that a submission chose is made visible, harmless and short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports import text


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("nul\0", r"nul\x00"),
        ("right\u202eleft", r"right\u202eleft"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("lone\udcff", r"lone\udcff"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("over\rwrite", r"over\rwrite"),
        ("naïve 日本 🙂", "naïve 日本 🙂"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(hostile: str, shown: str) -> None:
    assert text.block(hostile) == shown
    assert text.line(hostile) == shown


def test_a_block_keeps_its_lines_and_a_line_stays_one() -> None:
    assert text.block("a\n\tb") == "a\n\tb"
    assert text.line("a\n\tb") == r"a\n\tb"


def test_of_a_long_text_both_ends_are_kept() -> None:
    shown = text.block("a" * 500_000 + "b" * 500_000)
    assert len(shown) < text.BLOCK + 100
    assert shown.startswith("aaa")
    assert shown.endswith("bbb")
    assert "996,000 characters left out" in shown


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_in_can_be_printed_and_encoded(anything: str) -> None:
    for shown in (text.block(anything).replace("\n", "").replace("\t", ""), text.line(anything)):
        assert shown.isprintable()
        shown.encode("utf-8")
