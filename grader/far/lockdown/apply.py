"""The lockdown in its order: what is prepared before the fork, and the steps after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from types import TracebackType

from grader.far.lockdown import landlock, seccomp
from grader.far.lockdown import process_limits as process
from grader.far.lockdown import syscalls as kernel
from grader.far.lockdown.plan import LockdownError, Plan


class Lockdown(AbstractContextManager["Lockdown"]):
    """A plan made ready by the process that forks; each of its children applies it to itself."""

    def __init__(
        self, plan: Plan, architecture: seccomp.Architecture, abi: int, ruleset: int | None
    ) -> None:
        self.plan = plan
        self.landlock_abi = abi
        """The Landlock ABI in use, 0 for none."""
        self._architecture = architecture
        self._ruleset = ruleset
        self._parent = os.getpid()

    def apply(self, keep_fds: Collection[int]) -> None:
        """Give up everything the plan does not grant, for good; close all but `keep_fds`.

        For a child that was just forked. Raises LockdownError at the first step that fails; the
        process is then half locked and must end.
        """
        for step, act in self._steps(keep_fds):
            try:
                act()
            except (OSError, ValueError) as error:
                raise LockdownError(step, str(error)) from error

    def _steps(self, keep_fds: Collection[int]) -> list[tuple[str, Callable[[], object]]]:
        plan, ruleset = self.plan, self._ruleset
        kept = {*keep_fds} if ruleset is None else {*keep_fds, ruleset}
        return [
            ("threads", process.be_alone),
            ("session", os.setsid),
            ("limits", lambda: process.limit_resources(plan.limits)),
            ("out-of-memory score", process.be_first_to_die),
            ("files", lambda: process.close_files(kept)),
            ("user", lambda: process.switch_user(plan.uid)),
            ("capabilities", kernel.drop_capabilities),
            ("inspection", process.forbid_inspection),
            ("parent", lambda: process.die_with(self._parent)),
            ("privileges", process.forbid_privileges),
            ("landlock", self._restrict_files),
            ("seccomp", self._restrict_calls),
        ]

    def _restrict_files(self) -> None:
        if self._ruleset is not None:
            landlock.restrict_self(self._ruleset, self.landlock_abi)

    def _restrict_calls(self) -> None:
        program = seccomp.assemble(
            self._architecture, pid=os.getpid(), processes=self.plan.processes
        )
        seccomp.install(seccomp.encode(program))

    def close(self) -> None:
        """Give back the descriptor that the plan holds in this process."""
        if self._ruleset is not None:
            os.close(self._ruleset)
            self._ruleset = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def prepare(plan: Plan) -> Lockdown:
    """Make a plan ready, in the process that will fork the children.

    The files of the plan are looked up here, once. Raises LockdownError when this machine cannot
    enforce the plan.
    """
    architecture = seccomp.this_architecture()
    if architecture is None:
        raise LockdownError("seccomp", f"no filter for this machine, {os.uname().machine}")
    abi = landlock.landlock_abi(plan.landlock_abi)
    if abi == 0 and plan.require_landlock:
        raise LockdownError("landlock", "this kernel has no Landlock (Linux 5.13 or later has)")
    return Lockdown(plan, architecture, abi, _ruleset(plan, abi))


def _ruleset(plan: Plan, abi: int) -> int | None:
    if abi == 0:
        return None
    try:
        return landlock.create_ruleset(abi, plan.read_only, plan.scratch)
    except OSError as error:
        raise LockdownError("landlock", str(error)) from error
