"""Text that a submission chose, made fit to be looked at. Pure.

Nothing invisible survives: control characters, escape sequences, bidirectional overrides,
zero-width and private characters and lone surrogates are spelled out as Python would write them.
HTML is not escaped here; the templates do that for every string.
"""

from __future__ import annotations

LINE = 240
"""Characters kept of what belongs on one line."""
BLOCK = 4_000
"""Characters kept of what may fill a box: output, calls, values."""
_LAYOUT = str.maketrans("", "", "\n\t")
"""Removes what a block may hold although it cannot be printed."""


def block(text: str, limit: int = BLOCK) -> str:
    """Several lines: line ends and tabs stay, the middle of a long text is left out."""
    if len(text) <= limit and text.translate(_LAYOUT).isprintable():
        return text
    return "".join(c if c in "\n\t" else _visible(c) for c in _shortened(text, limit))


def line(text: str, limit: int = LINE) -> str:
    """One line: line ends are spelled out too."""
    if len(text) <= limit and text.isprintable():
        return text
    return "".join(_visible(c) for c in _shortened(text, limit, joint=" … "))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    if character in "\n\r\t":
        return {"\n": r"\n", "\r": r"\r", "\t": r"\t"}[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _shortened(text: str, limit: int, joint: str = "") -> str:
    if len(text) <= limit:
        return text
    head, tail = limit * 3 // 4, limit // 4
    left_out = joint or f"\n… {len(text) - head - tail:,} characters left out …\n"
    return text[:head] + left_out + text[-tail:]
