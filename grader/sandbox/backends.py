"""The backends there are, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from grader.errors import SandboxMissing, UsageError
from grader.sandbox.base import Sandbox
from grader.sandbox.local import LocalSandbox
from grader.sandbox.trusted import TrustedSandbox

Backend = Callable[[tuple[Path, ...]], Sandbox]


def _docker(protected: tuple[Path, ...]) -> Sandbox:
    # Imported when it is wanted: the SDK takes a tenth of a second.
    from grader.sandbox.docker.backend import DockerSandbox

    return DockerSandbox(protected)


BACKENDS: dict[str, Backend] = {
    "docker": _docker,
    "local": LocalSandbox,
    "trusted": lambda protected: TrustedSandbox(),
}
AUTO = ("docker", "local")
"""What `auto` tries, the strongest first; never `trusted`."""


def sandbox(name: str, protected: tuple[Path, ...] = ()) -> Sandbox:
    """The backend called `name`, or for `auto` the first of AUTO that works here.

    `protected` are the folders that no submission may read. Raises UsageError for an unknown name
    and SandboxMissing when the backend, or every one of AUTO, cannot work on this machine.
    """
    if name == "auto":
        return _first_that_works(protected)
    if name not in BACKENDS:
        known = ", ".join(("auto", *BACKENDS))
        raise UsageError(f"there is no sandbox called {name!r}", hint=f"There are: {known}.")
    found = BACKENDS[name](protected)
    if refusal := found.refusal():
        raise refusal
    return found


def _first_that_works(protected: tuple[Path, ...]) -> Sandbox:
    refusals: list[SandboxMissing] = []
    for name in AUTO:
        found = BACKENDS[name](protected)
        if (refusal := found.refusal()) is None:
            return found
        refusals.append(refusal)
    raise SandboxMissing(
        "no sandbox works here: " + "; ".join(refusal.message for refusal in refusals),
        hint=refusals[-1].hint,
    )
