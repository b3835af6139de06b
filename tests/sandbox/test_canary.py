"""One submission leaves a canary wherever it can; the next in the same slot finds it nowhere."""

from __future__ import annotations

import secrets
from pathlib import Path

from tests.sandbox.arena import Arena, said

CHECK_CPU = 5.0
"""Seconds: a search looks at all of its memory."""
CANARIES = Path(__file__).with_name("canary")


def leave(arena: Arena, canary: str) -> str:
    """Have the first submission leave a canary; its verdict."""
    song = f"CANARY = {canary!r}\n".encode()
    source = (CANARIES / "hides.py").read_bytes()
    return said(arena.grade(source, song=song))


def test_the_next_submission_in_a_slot_finds_nothing_of_the_one_before(arena: Arena) -> None:
    assert leave(arena, f"canary-{secrets.token_hex(16)}") == "PROTOCOL"
    search = arena.grade((CANARIES / "searches.py").read_bytes())
    assert said(search) == "PASSED", search.message
    assert search.output.split() == []
