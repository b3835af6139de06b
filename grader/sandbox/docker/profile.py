"""Our seccomp profile for a container: the system calls that supervisor, zygote and child need.

A list of what is allowed; everything else is refused, among it ptrace, process_vm_readv, keyctl,
io_uring, bpf, mount, unshare and sockets. It binds the supervisor, which is root in the container;
the child gives up more in its lockdown. Engines differ in their default profile, so it is sent.
"""

from __future__ import annotations

import errno
import json
from typing import Any

from grader.far.lockdown.policy import ALLOWED, CLONE_NEW_NAMESPACES, PROCESSES, conditions

STARTING = """
    capget capset setuid setgid setreuid setregid setfsuid setfsgid tgkill
    sched_setaffinity mlock munlock memfd_create get_mempolicy membarrier personality
"""
"""What the engine's own runtime, the C library, NumPy and torch use on their way up."""
SUPERVISING = """
    setsid setpgid setgroups setresuid setresgid prctl seccomp setrlimit prlimit64
    landlock_create_ruleset landlock_add_rule landlock_restrict_self
    pidfd_open pidfd_send_signal kill tkill rt_sigqueueinfo
    chmod fchmod fchmodat flock fcntl ioctl mmap open openat
    sendmsg recvmsg sendto recvmmsg sendmmsg setsockopt getsockopt
"""
"""What supervisor and zygote need to fork, lock down, watch, kill and tidy up."""

ARCHITECTURES = ("SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64")
"""Native calls only: a foreign ABI (32 bits, x32) would bring its own numbers past the list."""

_ALLOW, _ERRNO = "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"
_AF_UNIX = 1


def allowed() -> tuple[str, ...]:
    """The names of the calls that are allowed whatever their arguments, sorted."""
    by_argument = {"clone", "socketpair"}
    of_the_child = {*ALLOWED, *PROCESSES, *conditions(pid=0, processes=True)}
    return tuple(sorted({*of_the_child, *STARTING.split(), *SUPERVISING.split()} - by_argument))


def profile() -> str:
    """The profile as JSON, the form in which the engine takes it."""
    return json.dumps(
        {
            "defaultAction": _ERRNO,
            "archMap": [{"architecture": name, "subArchitectures": []} for name in ARCHITECTURES],
            "syscalls": [
                {"names": list(allowed()), "action": _ALLOW},
                _if("clone", 0, "SCMP_CMP_MASKED_EQ", CLONE_NEW_NAMESPACES, 0),
                _if("socketpair", 0, "SCMP_CMP_EQ", _AF_UNIX),
                # Its flags lie in memory, where a filter cannot look; the C library uses clone.
                {"names": ["clone3"], "action": _ERRNO, "errnoRet": errno.ENOSYS},
            ],
        }
    )


def _if(name: str, argument: int, operation: str, value: int, second: int = 0) -> dict[str, Any]:
    condition = {"index": argument, "value": value, "valueTwo": second, "op": operation}
    return {"names": [name], "action": _ALLOW, "args": [condition]}
