"""The base of every record in grader: immutable, keyword-only, strict when read back."""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plain data. The decorator tells type checkers what msgspec does with every subclass."""
