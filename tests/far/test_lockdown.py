"""What a locked child cannot do, tried for real, and what still works."""

from __future__ import annotations

import errno
import signal
from collections.abc import Iterator

import pytest

from tests.far.forbidden_calls import FORBIDDEN
from tests.far.locked import NUMBER, VARIANTS, Locked, locked

REFUSED = ["raised", "PermissionError", errno.EPERM]


@pytest.fixture(scope="module", params=VARIANTS, ids=str)
def child(request: pytest.FixtureRequest) -> Iterator[Locked]:
    with locked(request.param) as ready:
        yield ready


# Statements that must raise OSError with EPERM, by what they try.
FORBIDDEN_ACTIONS = {
    "open a TCP socket": "import socket; socket.socket()",
    "open a UDP socket": "import socket; socket.socket(type=socket.SOCK_DGRAM)",
    "open a unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "open a netlink socket": "import socket; socket.socket(socket.AF_NETLINK)",
    "open a VM socket": "import socket; socket.socket(socket.AF_VSOCK)",
    "make a socket pair": "import socket; socket.socketpair()",
    "send to an address": "syscall(NUMBER['sendto'], 1, b'x', 1, 0, b'address', 7)",
    "fork": "os.fork()",
    "start a program": "import subprocess; subprocess.run(['/bin/true'])",
    "replace itself by a program": "os.execv('/bin/true', ['true'])",
    "fork by a raw clone": "syscall(NUMBER['clone'], 17, 0, 0, 0, 0)",
    "clone into a user namespace": "syscall(NUMBER['clone'], 0x10000000 | 17, 0, 0, 0, 0)",
    "kill its parent": "os.kill(zygote, 9)",
    "kill another process": "os.kill(victim, 9)",
    "kill everybody": "os.kill(-1, 9)",
    "kill its own group": "os.kill(0, 9)",
    "ask whether a process lives": "os.kill(victim, 0)",
    "kill a thread of another": "syscall(NUMBER['tgkill'], victim, victim, 9)",
    "kill by thread number": "syscall(NUMBER['tkill'], victim, 9)",
    "queue a signal": "syscall(NUMBER['rt_sigqueueinfo'], victim, 9, bytes(128))",
    "send signals by a pipe's owner": "import fcntl; fcntl.fcntl(0, fcntl.F_SETOWN, victim)",
    "choose the owner's signal": "import fcntl; fcntl.fcntl(0, 10, 9)",
    "send signals by ioctl": "import fcntl; fcntl.ioctl(0, 0x8901, victim)",
    "take a lease": "import fcntl; fcntl.fcntl(0, 1024, 0)",
    "watch a folder by fcntl": "import fcntl; fcntl.fcntl(0, 1026, 1)",
    "lock a file": "import fcntl; fcntl.lockf(os.open(scratch + '/file.txt', 2), fcntl.LOCK_EX)",
    "type into a terminal": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
    "paste into a console": "import fcntl; fcntl.ioctl(0, 0x541C, b'x')",
    "trace a process": "syscall(NUMBER['ptrace'], 16, victim, 0, 0)",
    "raise its limits": "syscall(NUMBER['prlimit64'], 0, 2, b'\\xff' * 16, 0)",
    "lower its limits": "syscall(NUMBER['prlimit64'], 0, 7, bytes(16), 0)",
    "read the limits of another": "import resource; resource.prlimit(victim, 0)",
    "limit another": "import resource; resource.prlimit(victim, 0, (1, 1))",
    "be nice": "os.nice(1)",
    "slow another down": "os.setpriority(os.PRIO_PROCESS, victim, 19)",
    "choose its processors": "os.sched_setaffinity(0, {0})",
    "choose the processors of another": "os.sched_setaffinity(victim, {0})",
    "choose its scheduler": "os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))",
    "leave its session": "os.setsid()",
    "become root": "os.setuid(0)",
    "outlive its parent": "syscall(NUMBER['prctl'], 1, 0)",
    "become open to inspection": "syscall(NUMBER['prctl'], 4, 1)",
    "make a file in memory": "os.memfd_create('hidden')",
    "share memory without a file": "import mmap; mmap.mmap(-1, 1 << 20)",
    "map a stack that grows": (
        "import mmap; mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100)"
    ),
    "truncate by path": "os.truncate(outside + '/file.txt', 0)",
    "truncate what it may read": "os.truncate(library + '/file.txt', 0)",
    "truncate by opening to read": "os.open(library + '/file.txt', os.O_RDONLY | os.O_TRUNC)",
    "truncate by access mode 3": "os.open(outside + '/file.txt', 3 | os.O_TRUNC)",
    "open for ioctl only": "os.open(outside + '/file.txt', 3)",
    "change a mode": "os.chmod(outside + '/file.txt', 0)",
    "change a mode by descriptor": "os.chmod(os.open(library + '/file.txt', os.O_RDONLY), 0)",
    "change a folder's mode": "os.chmod(outside, 0o777)",
    "change an owner": "os.chown(outside + '/file.txt', -1, -1)",
    "change times": "os.utime(outside + '/file.txt')",
    "change times by descriptor": "os.utime(os.open(library + '/file.txt', os.O_RDONLY), (0, 0))",
    "set an extended attribute": "os.setxattr(outside + '/file.txt', 'user.x', b'x')",
    "read extended attributes": "os.listxattr(outside + '/file.txt')",
    "make a named pipe": "os.mkfifo(scratch + '/pipe')",
    "make a device": "os.mknod(scratch + '/device', 0o20600, os.makedev(1, 1))",
}


def test_each_forbidden_action_is_refused_and_changes_nothing(child: Locked) -> None:
    before = child.world.facts()
    wrong: dict[str, object] = {}
    for action, source in FORBIDDEN_ACTIONS.items():
        answer, after = child.run(source), child.world.facts()
        if answer != REFUSED or after != before:
            wrong[action] = (
                answer,
                {name: after[name] for name in after if after[name] != before[name]},
            )
            before = after
    assert wrong == {}


def test_each_forbidden_system_call_is_refused_by_the_kernel(child: Locked) -> None:
    calls = {name: NUMBER[name] for name in FORBIDDEN if NUMBER[name] is not None}
    answers = {
        name: child.run(f"syscall({number}, 0, 0, 0, 0, 0, 0)") for name, number in calls.items()
    }
    assert len(answers) > 150
    assert {name: answer for name, answer in answers.items() if answer != REFUSED} == {}


def test_clone3_looks_absent_so_that_threads_still_start(child: Locked) -> None:
    assert child.run("syscall(NUMBER['clone3'], 0, 0)") == ["raised", "OSError", errno.ENOSYS]


# --- what still works -------------------------------------------------------------------------

ALLOWED_ACTIONS = {
    "write and read in scratch": (
        "open(scratch + '/a', 'w').write('x'); result = open(scratch + '/a').read()",
        "'x'",
    ),
    "overwrite in scratch": (
        "open(scratch + '/b', 'w').write('long'); open(scratch + '/b', 'w').write('x');"
        "result = open(scratch + '/b').read()",
        "'x'",
    ),
    "truncate an open file": (
        "f = open(scratch + '/c', 'w'); f.write('x'); f.truncate(0); result = f.tell()",
        "1",
    ),
    "make, fill and remove a folder in scratch": (
        "os.mkdir(scratch + '/d'); open(scratch + '/d/x', 'w').close();"
        "os.remove(scratch + '/d/x'); os.rmdir(scratch + '/d'); result = 'gone'",
        "'gone'",
    ),
    "rename across folders in scratch": (
        "os.makedirs(scratch + '/e', exist_ok=True); open(scratch + '/f', 'w').close();"
        "os.replace(scratch + '/f', scratch + '/e/f'); result = os.listdir(scratch + '/e')",
        "['f']",
    ),
    "use a temporary folder": (
        "import tempfile\nwith tempfile.TemporaryDirectory(dir=scratch) as d: result = d[:1]",
        "'/'",
    ),
    "read its library": ("result = open(library + '/file.txt').read()", "'unharmed'"),
    "throw output away": ("result = open('/dev/null', 'w').write('x')", "1"),
    "get random bytes": ("result = len(os.urandom(8) + open('/dev/urandom', 'rb').read(8))", "16"),
    "start a thread": (
        "import threading; seen = []; t = threading.Thread(target=seen.append, args=(1,));"
        "t.start(); t.join(); result = seen",
        "[1]",
    ),
    "use a pool of threads": (
        "from concurrent.futures import ThreadPoolExecutor as P\n"
        "with P(4) as pool: result = sum(pool.map(abs, range(-5, 0)))",
        "15",
    ),
    "sleep and tell the time": (
        "import time; t = time.monotonic(); time.sleep(0.01); result = time.monotonic() > t",
        "True",
    ),
    "import what it had not imported": (
        "import fractions, random, dataclasses, decimal, zoneinfo, sqlite3, csv;"
        "result = str(zoneinfo.ZoneInfo('Europe/Berlin'))",
        "'Europe/Berlin'",
    ),
    "read its own limits": (
        "import resource; result = resource.getrlimit(resource.RLIMIT_CORE)",
        "(0, 0)",
    ),
    "ask whether output is a terminal": ("result = os.isatty(1)", "False"),
    "handle its own signals": (
        "import signal; seen = []; signal.signal(10, lambda *a: seen.append(1));"
        "os.kill(os.getpid(), 10); signal.raise_signal(10); result = seen",
        "[1, 1]",
    ),
    "name a thread": ("syscall(NUMBER['prctl'], 15, b'name'); result = 1", "1"),
}


@pytest.mark.parametrize("action", ALLOWED_ACTIONS)
def test_what_honest_code_does_still_works(child: Locked, action: str) -> None:
    source, expected = ALLOWED_ACTIONS[action]
    assert child.value(source) == expected


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("os.abort()", signal.SIGABRT),
        ("os.kill(os.getpid(), 9)", signal.SIGKILL),
        ("libc.abort()", signal.SIGABRT),
        ("libc['raise'](11)", signal.SIGSEGV),
        ("import ctypes; ctypes.string_at(0)", signal.SIGSEGV),
    ],
)
def test_a_program_can_end_itself_by_a_signal(child: Locked, source: str, number: int) -> None:
    assert child.run(source) == ["signal", number]


@pytest.mark.skipif(NUMBER["access"] is None, reason="x32 exists on x86-64 only")
def test_a_call_of_a_foreign_abi_kills_the_process(child: Locked) -> None:
    assert child.run("syscall(0x40000000 + NUMBER['getpid'])") == ["signal", signal.SIGSYS]
