"""The local backend: plain Linux processes under lockdown; no daemon, no root."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from grader.errors import SandboxMissing
from grader.far.boot import environment
from grader.far.lockdown import LockdownError, landlock_abi, readable_paths, unreadable_ancestor
from grader.model import SandboxSpec
from grader.sandbox.base import require_cpu
from grader.sandbox.overlap import refuse_overlap
from grader.sandbox.process_session import ProcessSession, settings_of
from grader.wire.control import UID_BASE


class LocalSandbox:
    """Starts far sides on this machine."""

    tier = "local"
    image = ""

    def __init__(
        self,
        protected: tuple[Path, ...] = (),
        *,
        landlock: int | None = None,
        user: int | None = None,
    ) -> None:
        """`protected`: folders that no submission may read (course, submissions, results).

        `landlock`: use no Landlock ABI above this. `user`: when root, run the far side as this
        user instead of giving each slot's submissions a user of their own.
        """
        self._protected = protected
        self._landlock = landlock
        self._user = user

    def refusal(self) -> SandboxMissing | None:
        """Not Linux, or a kernel without Landlock."""
        if sys.platform == "linux" and landlock_abi(self._landlock) > 0:
            return None
        return SandboxMissing(
            "the local sandbox needs Linux 5.13 or later with Landlock switched on",
            hint="Use docker instead (--sandbox docker), or for your own code --sandbox trusted.",
        )

    def open(self, spec: SandboxSpec) -> ProcessSession:
        """Start a far side for `spec`, after checking that it may and can."""
        if refusal := self.refusal():
            raise refusal
        require_cpu(spec, self.tier)
        refuse_overlap(_readable(spec), self._protected)
        if user := self._user_of_submissions():
            require_readable(spec.packages, user)
        return ProcessSession(settings_of(spec, self.tier, landlock=self._landlock), self._user)

    def _user_of_submissions(self) -> int | None:
        """The user that submissions run as when it is not ours."""
        if os.geteuid() != 0:
            return None
        return UID_BASE if self._user is None else self._user


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


def _readable(spec: SandboxSpec) -> tuple[str, ...]:
    """All that a submission could read."""
    try:
        return (*readable_paths(spec.packages), *spec.data)
    except LockdownError as error:
        raise SandboxMissing(
            str(error), hint="Install the packages of the assignment beside grader."
        ) from error


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
