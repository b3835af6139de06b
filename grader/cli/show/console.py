"""The console that pages, tables and progress are drawn on."""

from __future__ import annotations

from rich.console import Console as RichConsole
from rich.rule import Rule
from rich.text import Text

from grader.cli.show.terminal import read_no_more

COLUMNS = 80
"""Widest line of a page on a terminal: longer ones are tiring to read."""
WIDEST = 10_000
"""Columns of what is no terminal: there a row stays one line, for grep."""
NARROWEST = 20
"""Columns that a text gets behind its label on the narrowest terminal."""


class Console(RichConsole):
    """Colours and folding on a terminal, plain lines elsewhere."""

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        super().__init__(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
        if not self.is_terminal:
            self.width = WIDEST

    @property
    def folds(self) -> bool:
        """Whether this is a terminal, where long lines are folded."""
        return self.width < WIDEST

    def begin_page(self) -> None:
        """Fold what comes at COLUMNS at most."""
        if self.folds:
            self.width = min(self.width, COLUMNS)

    def heading(self, title: Text) -> None:
        """A title, with a line behind it on a terminal where it leaves room for one."""
        if self.folds and title.cell_len + 2 < self.width:
            self.print(Rule(title, align="left", style="dim"))
        else:
            self.print(title)

    def put(self, text: Text | str, indent: int = 0, label: Text | str = "") -> None:
        """Print text behind `indent` columns, the first of them `label`."""
        text = Text(text) if isinstance(text, str) else text
        start = Text.assemble((label, "dim")) if isinstance(label, str) else label.copy()
        start.pad_right(indent - start.cell_len)
        for line in text.wrap(self, max(self.width - indent, NARROWEST)) or [Text()]:
            whole = start + line
            whole.rstrip()
            self.print(whole, soft_wrap=True)
            start = Text(" " * indent)

    def sign(self, sign: str, plain: str) -> str:
        """`sign` where the console's encoding has it, else `plain`."""
        try:
            sign.encode(self.encoding)
        except UnicodeEncodeError:
            return plain
        return sign

    def on_broken_pipe(self) -> None:
        """Go on without printing."""
        self.quiet = True
        read_no_more()
