"""Lines on a console, folded at its width behind an indentation."""

from __future__ import annotations

from rich.text import Text

from grader.cli.show.console import Console

COLUMNS = 80
"""Widest line on a terminal: longer ones are tiring to read."""


class Sheet:
    """What is printed line by line; what is no terminal gets long lines and no ornament."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.folds = console.is_terminal
        self.width = min(console.width, COLUMNS)

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def put(self, text: Text | str, indent: int = 0, label: str = "", hang: int = 0) -> None:
        """Print text behind `indent` columns, the first of them `label`.

        What is folded goes on `hang` columns further in.
        """
        text = Text(text) if isinstance(text, str) else text
        first = Text(f"{label:<{indent}}", "dim") if label else Text(" " * indent)
        for number, line in enumerate(self._folded(text, indent, hang)):
            start = first if number == 0 else Text(" " * indent)
            whole = start + line
            whole.rstrip()
            self._console.print(whole, soft_wrap=True)

    def rule(self, title: Text) -> None:
        """A heading, with a line behind it on a terminal."""
        if self.folds:
            rest = max(self.width - len(title) - 1, 0)
            title = title + Text(" " + self.sign("─", "-") * rest, "dim")
        self._console.print(title, soft_wrap=True)

    def sign(self, sign: str, plain: str) -> str:
        """`sign` where the console's encoding has it, else `plain`."""
        try:
            sign.encode(self._console.encoding)
        except UnicodeEncodeError:
            return plain
        return sign

    def _folded(self, text: Text, indent: int, hang: int) -> list[Text]:
        if not self.folds:
            return list(text.split("\n", allow_blank=True))
        room = max(self.width - indent, 20)
        lines: list[Text] = []
        for whole in text.split("\n", allow_blank=True):
            folded = whole.wrap(self._console, room)
            if hang and len(folded) > 1:
                rest = whole[len(folded[0].plain) :]
                rest = _stripped(rest)
                more = rest.wrap(self._console, max(room - hang, 20))
                lines += [folded[0], *(Text(" " * hang) + line for line in more)]
            else:
                lines += folded or [Text()]
        return lines


def _stripped(text: Text) -> Text:
    return text[len(text.plain) - len(text.plain.lstrip()) :]
