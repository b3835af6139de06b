"""The console that tables and progress are drawn on."""

from __future__ import annotations

from rich.console import Console as RichConsole

from grader.cli.show.terminal import read_no_more

WIDEST = 10_000
"""Columns of what is no terminal: there a row stays one line, for grep."""


class Console(RichConsole):
    """Colours and folding on a terminal, plain lines elsewhere."""

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        super().__init__(stderr=stderr, quiet=quiet, highlight=False, markup=False, emoji=False)
        if not self.is_terminal:
            self.width = WIDEST

    def on_broken_pipe(self) -> None:
        """Go on without printing."""
        self.quiet = True
        read_no_more()
