"""Whether an engine enforces the limits it accepts: tried in a container, once per process."""

from __future__ import annotations

import socket
import threading

import msgspec

from grader.errors import SandboxMissing
from grader.far.boot import command
from grader.far.limits_trial import LimitsTrial
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.options import hardened
from grader.sandbox.docker.orphans import labels
from grader.sandbox.docker.sandbox_image import CODE, PYTHON
from grader.sandbox.docker.session import DockerSession
from grader.wire.limits import MIB

MEMORY = 64 * MIB
PROCESSES = 32
PROBE_LIMIT = 60.0
"""Seconds that all trials may take together."""
_ANSWER_CAP = 64 * 1024

_HINTS = {
    "memory": "Switch on memory and swap accounting in the kernel (cgroup_enable=memory "
    "swapaccount=1), or give a rootless engine the memory controller.",
    "processes": "Give a rootless engine the pids controller (cgroup version 2 with delegation).",
    "network": "The engine must honour network_mode=none.",
    "read_only": "The engine must honour read-only containers.",
    "calls": "Use an engine and a kernel with seccomp.",
    "privileges": "The engine must honour no-new-privileges.",
}

_lock = threading.Lock()
_known: dict[tuple[str, str], LimitsTrial] = {}


def require_limits(engine: Engine, image: str) -> None:
    """Raise SandboxMissing naming the limits that do not hold on this engine."""
    if broken := probe(engine, image).broken():
        raise SandboxMissing(
            f"the Docker engine at {engine.address} accepts limits that it does not enforce: "
            f"{', '.join(name.replace('_', '-') for name in broken)}",
            hint=" ".join(_HINTS[name] for name in broken),
        )


def probe(engine: Engine, image: str) -> LimitsTrial:
    """What holds in a container of `image`; remembered as long as this process lives."""
    with _lock:
        key = (engine.address, image)
        if key not in _known:
            _known[key] = _try(engine, image)
        return _known[key]


def _try(engine: Engine, image: str) -> LimitsTrial:
    arguments = (str(MEMORY), str(PROCESSES))
    options = {
        "image": image,
        "command": command("grader.far.limits_trial", *arguments, python=PYTHON, root=CODE),
        "labels": labels(),
        **hardened(MEMORY, PROCESSES),
    }
    session = DockerSession(engine, options)
    try:
        said = _read(session.sock)
        return msgspec.json.decode(said, type=LimitsTrial)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SandboxMissing(
            f"the limits of the Docker engine at {engine.address} could not be tried: "
            f"{session.last_words() or error}",
            hint="Look at `grader doctor`.",
        ) from error
    finally:
        session.close()


def _read(sock: socket.socket) -> bytes:
    """All that comes, up to a cap. Raises OSError when it does not end in time."""
    sock.settimeout(PROBE_LIMIT)
    said = b""
    while len(said) < _ANSWER_CAP and (data := sock.recv(_ANSWER_CAP)):
        said += data
    return said
