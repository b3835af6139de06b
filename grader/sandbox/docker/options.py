"""What a container may have, as the arguments with which it is created. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docker.types import LogConfig, Mount

from grader.far.boot import FIXED
from grader.model import SandboxSpec
from grader.sandbox.docker.profile import profile
from grader.wire.limits import MIB

ROOM = 512 * MIB
"""Memory beside a child's own: supervisor, zygote with torch, the scratch folder. So the child
meets its limit, and its verdict, before the container meets this one."""
TMP_SIZE = 64 * MIB
TMP_FILES = 4096
PROCESSES = 320
"""Processes and threads in a container: more than the 256 threads at which a child is ended."""
CPUS = 1
"""Cores a container may keep busy; the most that every machine has."""
NANO = 1_000_000_000
CAPABILITIES = ("SETUID", "SETGID", "KILL")
"""For the supervisor alone: to give the child a user of its own, and to end it."""
HOSTNAME = "sandbox"
ENVIRONMENT = {**FIXED, "PATH": "/usr/local/bin:/usr/bin:/bin", "TMPDIR": "/tmp"}


def options(
    spec: SandboxSpec, image: str, command: Sequence[str], labels: Mapping[str, str]
) -> dict[str, Any]:
    """The keyword arguments of `containers.create` for a far side of `spec`.

    Nothing of the host is mounted but the read-only data folders of the spec.
    """
    return {
        "image": image,
        "command": list(command),
        "labels": dict(labels),
        "mounts": [_read_only(folder) for folder in spec.data],
        **hardened(spec.limits.memory + ROOM, PROCESSES),
    }


def hardened(memory: int, processes: int) -> dict[str, Any]:
    """The limits of every container of ours: `memory` in bytes, swap included, and `processes`."""
    return {
        "entrypoint": [],
        "user": "0:0",
        "working_dir": "/",
        "hostname": HOSTNAME,
        "environment": dict(ENVIRONMENT),
        "use_config_proxy": False,
        "network_mode": "none",
        "ipc_mode": "private",
        "read_only": True,
        "tmpfs": {"/tmp": _tmpfs()},
        "shm_size": MIB,
        "cap_drop": ["ALL"],
        "cap_add": list(CAPABILITIES),
        "security_opt": ["no-new-privileges:true", f"seccomp={profile()}"],
        "mem_limit": memory,
        "memswap_limit": memory,
        "pids_limit": processes,
        "nano_cpus": CPUS * NANO,
        "log_config": LogConfig(type="none"),
        "stdin_open": True,
        "tty": False,
        "detach": False,  # so that the engine closes stdin when whoever is attached goes
        "auto_remove": False,
        "init": False,
    }


def _tmpfs() -> str:
    return f"rw,noexec,nosuid,nodev,size={TMP_SIZE},nr_inodes={TMP_FILES},mode=0755"


def _read_only(folder: str) -> Mount:
    return Mount(target=folder, source=folder, type="bind", read_only=True)
