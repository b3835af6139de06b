"""Warnings of NumPy among what a submission printed, as notes on the check. Pure.

A warning is worth knowing and never costs a point: the value that came back decides.
"""

from __future__ import annotations

import re

MOST = 3
"""Notes for one check; the whole output is shown anyway."""
_WARNING = re.compile(r"^(?:.*/)?([^/\n]+\.py):(\d+): RuntimeWarning: (.+)$", re.MULTILINE)


def warned(printed: str) -> tuple[str, ...]:
    """`losses.py, line 3: NumPy warns of "overflow encountered in exp"`, each once."""
    found = (
        f'{file}, line {line}: NumPy warns of "{what}"'
        for file, line, what in _WARNING.findall(printed)
    )
    return tuple(dict.fromkeys(found))[:MOST]
