"""Whether another user of this machine can read our Python and the packages of an assignment."""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Iterable

from grader.errors import SandboxMissing
from grader.far.boot import environment
from grader.far.lockdown import readable_paths, unreadable_ancestor


@functools.cache
def require_readable(packages: tuple[str, ...], user: int) -> None:
    """Import the packages as `user`, once. Raises SandboxMissing naming the folder in the way."""
    error = _import_error(packages, user)
    if error is None:
        return
    places = (sys.executable, *readable_paths(packages))
    raise SandboxMissing(
        f"submissions run as user {user}, who cannot read {_blocked(places, user)}: {error}",
        hint="Install Python and grader where every user can read them (not in root's home), "
        "or run grader as an ordinary user.",
    )


def _import_error(packages: Iterable[str], user: int) -> str | None:
    try:
        probe = subprocess.run(
            [sys.executable, "-I", "-B", "-c", "".join(f"import {name}\n" for name in packages)],
            env=environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            user=user,
            group=user,
            extra_groups=[],
        )
    except OSError as error:
        return str(error)
    last_line = probe.stderr.strip().rpartition("\n")[2]
    return None if probe.returncode == 0 else last_line


def _blocked(places: Iterable[str], user: int) -> str:
    for place in places:
        if step := unreadable_ancestor(place, user):
            return str(step)
    return "its packages"
