"""The seccomp profile: what it says, and what it does in a container."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.far.lockdown.policy import ALLOWED, conditions
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.options import hardened
from grader.sandbox.docker.orphans import labels
from grader.sandbox.docker.profile import allowed, profile

REFUSED = """
    ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd
    keyctl add_key request_key io_uring_setup io_uring_enter io_uring_register
    unshare setns mount umount2 move_mount fsopen open_tree pivot_root chroot mknod mknodat
    bpf perf_event_open userfaultfd init_module finit_module delete_module kexec_load
    socket connect bind listen accept accept4 swapon reboot syslog quotactl acct
    open_by_handle_at name_to_handle_at iopl ioperm chown fchown lchown fchownat
    clock_settime settimeofday adjtimex sethostname shmget msgget semget mq_open clone3
"""

ATTEMPT = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
result = {attempt}
print(os.strerror(ctypes.get_errno()) if result == -1 else "done")
"""


def rules() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(profile())
    return loaded


@pytest.mark.parametrize("name", REFUSED.split())
def test_a_dangerous_call_is_not_allowed(name: str) -> None:
    listed = [rule for rule in rules()["syscalls"] if name in rule["names"]]
    assert name not in allowed()
    assert all(rule["action"] == "SCMP_ACT_ERRNO" for rule in listed)


def test_what_is_not_named_is_refused() -> None:
    assert rules()["defaultAction"] == "SCMP_ACT_ERRNO"


def test_the_lockdown_of_the_child_fits_into_the_profile() -> None:
    names = {name for rule in rules()["syscalls"] for name in rule["names"]}
    assert {*ALLOWED, *conditions(pid=1, processes=False), "landlock_restrict_self"} <= names


def test_new_processes_come_without_namespaces_of_their_own() -> None:
    (clone,) = (rule for rule in rules()["syscalls"] if rule["names"] == ["clone"])
    (condition,) = clone["args"]
    new_user = 0x10000000
    assert condition["value"] & new_user
    assert (condition["op"], condition["valueTwo"]) == ("SCMP_CMP_MASKED_EQ", 0)


def test_only_native_calls_are_let_in() -> None:
    assert [row["subArchitectures"] for row in rules()["archMap"]] == [[], []]


@pytest.mark.parametrize(
    "attempt",
    [
        "libc.ptrace(0, 0, 0, 0)",
        "libc.unshare(0x10000000)",
        "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "libc.socket(2, 1, 0)",
        "libc.chroot(b'/tmp')",
        "libc.process_vm_readv(1, None, 0, None, 0, 0)",
    ],
)
def test_root_in_a_container_may_not(ready_engine: Engine, attempt: str) -> None:
    assert run(ready_engine, ATTEMPT.format(attempt=attempt)) == "Operation not permitted"


def run(engine: Engine, code: str) -> str:
    """What a program prints in a container of ours."""
    options = hardened(128 * 1024 * 1024, 32)
    options["log_config"] = None  # to read what it printed from the engine
    with engine.asking("run a program") as client:
        printed: bytes = client.containers.run(
            sandbox_image.TAG,
            [sandbox_image.PYTHON, "-c", code],
            labels=labels(),
            remove=True,
            **options,
        )
    return printed.decode().strip()
