"""Writing to terminals, pipes and files: any encoding, no control characters, nobody reading."""

from __future__ import annotations

import io
import os
import sys

import click

from grader.reports.text import block

LONGEST = 10_000
"""Characters of one message."""


def show_everything() -> None:
    """Let no character that the terminal has no code for end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: str) -> None:
    """A message of the grader itself, on stderr; names in it get no hold of the terminal."""
    click.echo(f"grader: {block(message, LONGEST)}", err=True)


def write_bytes(data: bytes) -> None:
    """Write to stdout as it is."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        read_no_more()


def read_no_more() -> None:
    """Nobody reads what we print, as in `grader run ... | head`; the work is what counts."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
