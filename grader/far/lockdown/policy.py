"""Which system calls a locked child may make: a list of what is allowed, nothing else is.

A call that is not named is refused with EPERM, or with ENOSYS when it is newer than Linux 6.1 (a
C library must cope with its absence). What Landlock decides (opening, creating, renaming and
removing files) is allowed here; what Landlock of Debian 12's kernel (ABI 2) does not see (changes
by path that open nothing, sockets, signals) is refused here. docs/design/lockdown.md has the
refusals one by one.
"""

from __future__ import annotations

from typing import NamedTuple

NEWEST_REFUSED_AS_FORBIDDEN = 450
"""The last number of Linux 6.1, on both architectures."""

FILES = """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 lseek sendfile
    close close_range dup dup2 dup3 copy_file_range fsync fdatasync fadvise64 ftruncate fallocate
    getdents getdents64 getcwd chdir fchdir access faccessat faccessat2 umask
    stat fstat lstat newfstatat statx statfs fstatfs readlink readlinkat
    creat mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2
    link linkat symlink symlinkat
"""
WAITING = """
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 eventfd eventfd2 pipe pipe2
"""
GIVEN_SOCKET = "recvfrom shutdown getsockname getpeername getsockopt"
MEMORY = "brk munmap mremap mprotect madvise msync"
THREADS = """
    futex set_robust_list set_tid_address rseq gettid exit sched_yield
    sched_getaffinity getcpu arch_prctl
"""
ITSELF = """
    exit_group wait4 waitid restart_syscall getpid getppid getpgid getpgrp getsid
    getuid geteuid getgid getegid getresuid getresgid getgroups
    getrlimit getrusage times uname sysinfo getrandom
"""
SIGNALS = """
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend
    sigaltstack pause
"""
TIME = """
    time gettimeofday clock_gettime clock_getres nanosleep clock_nanosleep
    getitimer setitimer alarm
"""
ALLOWED = tuple(
    " ".join((FILES, WAITING, GIVEN_SOCKET, MEMORY, THREADS, ITSELF, SIGNALS, TIME)).split()
)
PROCESSES = ("fork", "vfork", "execve")

ABSENT = ("clone3",)
"""Refused with ENOSYS: its flags lie in memory, where a filter cannot look; libc uses clone."""


class OneOf(NamedTuple):
    """The argument's lower 32 bits must be one of these (the kernel reads an int there)."""

    argument: int
    values: tuple[int, ...]


class IsNull(NamedTuple):
    """The argument, a pointer, must be NULL."""

    argument: int


class Masked(NamedTuple):
    """Under `mask`, the argument's lower 32 bits must be `value`."""

    argument: int
    mask: int
    value: int


class NotMasked(NamedTuple):
    """Under `mask`, the argument's lower 32 bits must not be `value`."""

    argument: int
    mask: int
    value: int


Condition = OneOf | IsNull | Masked | NotMasked

O_ACCMODE, O_TRUNC = 0o3, 0o1000
MAP_SHARED, MAP_ANONYMOUS, MAP_GROWSDOWN = 0x01, 0x20, 0x100
CLONE_PARENT, CLONE_THREAD = 0x8000, 0x10000
CLONE_NEW_NAMESPACES = 0x7E020000
"""NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET."""

FCNTL = (0, 1, 2, 3, 4, 1030)
"""DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC."""
IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
"""TCGETS (isatty), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX."""
PRCTL = (2, 3, 15, 16, 21, 39, 0x53564D41)
"""GET_PDEATHSIG, GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, GET_NO_NEW_PRIVS, SET_VMA."""


def conditions(pid: int, processes: bool) -> dict[str, tuple[Condition, ...]]:
    """The calls that depend on their arguments; all conditions of a call must hold."""
    itself = OneOf(0, (pid,))
    if processes:
        clone = Masked(0, CLONE_NEW_NAMESPACES | CLONE_PARENT, 0)
    else:
        clone = Masked(0, CLONE_NEW_NAMESPACES | CLONE_THREAD, CLONE_THREAD)
    return {
        "open": _opening(1),
        "openat": _opening(2),
        # Memory that RLIMIT_DATA does not count: shared without a file, and stacks.
        "mmap": (
            NotMasked(3, MAP_SHARED | MAP_ANONYMOUS, MAP_SHARED | MAP_ANONYMOUS),
            NotMasked(3, MAP_GROWSDOWN, MAP_GROWSDOWN),
        ),
        # Without SETOWN and SETSIG, by which the kernel would send another process a signal.
        "fcntl": (OneOf(1, FCNTL),),
        "ioctl": (OneOf(1, IOCTL),),
        "prctl": (OneOf(0, PRCTL),),
        "kill": (itself,),
        "tkill": (itself,),
        "tgkill": (itself,),
        "sendto": (IsNull(4),),
        "prlimit64": (OneOf(0, (0, pid)), IsNull(2)),
        "clone": (clone,),
    }


def _opening(flags: int) -> tuple[Condition, ...]:
    """Truncate only what is opened for writing: before ABI 3 Landlock looks at the mode alone.

    Access mode 3 (neither reading nor writing, for ioctl) asks Landlock for no right at all.
    """
    return (
        NotMasked(flags, O_ACCMODE, O_ACCMODE),
        NotMasked(flags, O_ACCMODE | O_TRUNC, O_TRUNC),
    )
