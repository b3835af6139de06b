"""Every verdict, and every state of a function, can be said."""

from __future__ import annotations

from grader.cli.show.function_list import COLOURS, PLAIN_SIGNS
from grader.model import Verdict
from grader.notebook import page
from grader.reports.wording import FUNCTION_STATES
from grader.verdicts import WORDS

NO_CAUSE = {Verdict.SKIPPED, Verdict.INFRA}
"""Verdicts that cost nothing of their own and are in no headline."""


def test_every_verdict_has_its_words() -> None:
    assert set(WORDS) == set(Verdict)
    assert all(words.label and words.mark and words.state for words in WORDS.values())
    assert {verdict for verdict, words in WORDS.items() if not words.headline} == NO_CAUSE
    assert {verdict for verdict, words in WORDS.items() if not words.meaning} == {Verdict.PASSED}


def test_every_state_of_a_function_has_a_sign_and_a_colour_wherever_it_is_shown() -> None:
    for table in (PLAIN_SIGNS, COLOURS, page.COLOURS):
        assert table.keys() == FUNCTION_STATES.keys()
