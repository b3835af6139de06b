"""`assignment.toml` of a release: what checking at home needs, and no more. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec

from grader.config import AssignmentSettings
from grader.wire.limits import Limits


def settings_text(settings: AssignmentSettings) -> str:
    """The settings as TOML. What staff are told about submissions stays out."""
    return "\n".join(_lines(settings)) + "\n"


def _lines(settings: AssignmentSettings) -> Iterator[str]:
    yield f"title = {_quoted(settings.title)}"
    yield f"torch = {str(settings.torch).lower()}"
    yield f"packages = {_array(settings.packages)}"
    if settings.definitions:
        yield 'cells = "functions"'
    for part in settings.parts:
        yield from ("", "[[parts]]")
        yield f"name = {_quoted(part.name)}"
        yield f"file = {_quoted(part.file)}"
        yield f"functions = {_array(part.functions)}"
    yield from ("", "[limits]")
    usual = msgspec.structs.asdict(Limits())
    for name, value in msgspec.structs.asdict(settings.limits).items():
        if value != usual[name]:
            yield f"{name} = {value}"
    yield from ("", "[sources]")
    for function, source in settings.sources.items():
        yield f"{_quoted(function)} = {_quoted(source)}"


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False)


def _array(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
