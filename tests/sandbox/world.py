"""What hostile programs are let loose on: a course, a home, a bystander, and a neighbour's slot.

All files here are open to every user, and the bystander runs as the user that submissions have in
unprivileged slots, so that nothing but the lockdown protects them.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from grader.executors.slots import Slot
from grader.far.supervisor.leftovers import descendants
from grader.judge.worker.client import JudgeTemplate
from grader.model import CheckResult, Judged, SourceFile
from grader.wire.limits import MIB
from tests.courses import make_course

NOBODY = 65534
AS_ROOT = os.geteuid() == 0
SECRET = bytes(range(32))
PATIENCE = 60.0
"""Seconds after which something hangs."""
JUDGE_MEMORY = 512 * MIB
"""What the judge, its forks included, may take while it listens to hostile programs."""

CHECKS = '''
import pytest

from grader.checks import check_value


@pytest.mark.points(10)
def test_double(student, reference, rng):
    """double returns twice its argument."""
    check_value(student.double, (rng.standard_normal(3),), reference.double)
    check_value(student.double, (rng.standard_normal((256, 256)),), reference.double)
'''
LIMITS = f"""
check_cpu = {{cpu}}
budget_cpu = {{budget}}
check_wall = 3.0
memory = {160 * MIB}
output = 100_000
frame = {4 * MIB}
file_size = {16 * MIB}
"""
SHARED_FOLDERS = tuple(
    map(Path, ("/tmp", "/var/tmp", "/dev/shm", sys.prefix, os.path.dirname(os.__file__)))
)


class World:
    """The course and all that lies around it, with the judge of the course."""

    def __init__(self, check_cpu: float = 0.5) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="grader-world-"))
        self.slots = self.root / "slots"
        self.home = self.root / "home"
        self.slots.mkdir()
        self.home.mkdir()
        (self.home / "diary.txt").write_text("Dear diary")
        self.course = make_course(
            self.root / "course",
            checks=CHECKS,
            limits=LIMITS.format(cpu=check_cpu, budget=4 * check_cpu),
        )
        _open_to_everybody(self.root)
        self.spec = self.course.assignment("a00").settings.spec
        self.bystander = _bystander()
        self.template = JudgeTemplate(self.course.root, "a00", SECRET)
        self.template.prepared()
        self.judge = _our_process("grader.judge.worker.template")
        resource.prlimit(self.judge, resource.RLIMIT_DATA, (JUDGE_MEMORY, JUDGE_MEMORY))

    def grade(self, files: tuple[SourceFile, ...], slot: Slot) -> CheckResult:
        """Judge a submission in a slot."""
        judged: Judged = self.template.judge(files, slot.session.sock, PATIENCE)
        (result,) = judged.results
        return result

    def facts(self) -> dict[str, object]:
        """Everything here that an attack could change."""
        ours = [p for top in (self.course.root, self.home) for p in (top, *sorted(top.rglob("*")))]
        strange = [p for folder in SHARED_FOLDERS for p in folder.glob("*hostile*")]
        pid = self.bystander.pid
        return {
            **{str(path): _facts_of(path) for path in ours},
            "strange files": strange,
            "the bystander is alive": self.bystander.poll() is None,
            "its state": _state_of(pid),
            "its priority": os.getpriority(os.PRIO_PROCESS, pid),
            "its processors": os.sched_getaffinity(pid),
            "its limits": Path(f"/proc/{pid}/limits").read_text(),
        }

    def close(self) -> None:
        """End the judge and the bystander, and remove the files."""
        self.template.close()
        self.bystander.kill()
        self.bystander.communicate()
        shutil.rmtree(self.root)


def _open_to_everybody(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)


def _bystander() -> subprocess.Popen[bytes]:
    """An innocent process; whoever can read its environment finds a secret."""
    identity: dict[str, Any] = {}
    if AS_ROOT:
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    code = "import time; print('here', flush=True); time.sleep(3600)"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        cwd="/",
        env={"SECRET": "of the bystander"},
        **identity,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def _our_process(module: str) -> int:
    """The process below us that runs a module of ours."""
    for pid in descendants(os.getpid()):
        if module.encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
            return pid
    raise LookupError(module)


def _facts_of(path: Path) -> tuple[object, ...]:
    info = path.lstat()
    content = path.read_bytes() if path.is_file() else b""
    return info.st_mode, info.st_uid, info.st_mtime_ns, content, os.listxattr(path)


def _state_of(pid: int) -> str:
    """`S` for asleep, `T` for stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
