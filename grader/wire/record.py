"""The base of every record in grader: immutable, keyword-only, strict when read back."""

from __future__ import annotations

from typing import Any, dataclass_transform

import msgspec


class _KeywordOnly(msgspec.StructMeta):
    """Hands keyword-only fields on to subclasses, as msgspec does with everything else."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> Any:
        return super().__new__(cls, name, bases, namespace, kw_only=True, **options)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(msgspec.Struct, metaclass=_KeywordOnly, frozen=True, forbid_unknown_fields=True):
    """Plain data. The decorator tells type checkers what msgspec does with every subclass."""
