"""The local backend: plain Linux processes under lockdown; no daemon, no root."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from grader.errors import SandboxMissing
from grader.far.lockdown import LockdownError, landlock_abi, readable_paths
from grader.model import SandboxSpec
from grader.sandbox.base import require_cpu
from grader.sandbox.overlap import refuse_overlap
from grader.sandbox.process_session import ProcessSession, settings_of
from grader.sandbox.readable import require_readable
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


def _readable(spec: SandboxSpec) -> tuple[str, ...]:
    """All that a submission could read."""
    try:
        return (*readable_paths(spec.packages), *spec.data)
    except LockdownError as error:
        raise SandboxMissing(
            str(error), hint="Install the packages of the assignment beside grader."
        ) from error
