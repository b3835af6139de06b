"""Real children under lockdown for the tests: as root and unprivileged, on new and old kernels."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from grader.far.lockdown import Plan, landlock_abi, readable_paths, unreadable_ancestor
from grader.far.lockdown.numbers import NUMBERS
from grader.wire.limits import Limits
from tests.far.forbidden_calls import FORBIDDEN
from tests.requires import requires

ROOT = Path(__file__).parents[2]
NOBODY = 65534
STUDENT = 65533
DEBIAN_12 = 2
"""The Landlock ABI of Debian 12's kernel."""

COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine(), 0)
NUMBER = {name: numbers[COLUMN] for name, numbers in {**NUMBERS, **FORBIDDEN}.items()}
"""System call numbers of this machine."""


class Variant(NamedTuple):
    """How the zygote runs: as root it switches its children to another user."""

    as_root: bool
    abi: int | None

    def __str__(self) -> str:
        return f"{'root' if self.as_root else 'unprivileged'}-abi{self.abi or 'newest'}"


WHO = (True, False) if os.geteuid() == 0 else (False,)
VARIANTS = [Variant(as_root, abi) for as_root in WHO for abi in (None, DEBIAN_12)]


class World:
    """Folders that belong to the child's user, and a process of the same user to attack."""

    def __init__(self, base: Path, as_root: bool) -> None:
        self.as_root = as_root
        self.user = os.getuid() if os.geteuid() else (STUDENT if as_root else NOBODY)
        self.scratch = base / "scratch"
        self.outside = base / "outside"
        self.library = base / "library"
        for folder in (self.scratch, self.outside, self.library):
            folder.mkdir()
            (folder / "file.txt").write_text("unharmed")
        (self.outside / "folder").mkdir()
        if os.geteuid() == 0:
            for path in (base, *base.rglob("*")):
                os.chown(path, self.user, self.user)
        code = "import time; print('here', flush=True); time.sleep(3600)"
        self.victim = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd="/", **self.identity()
        )
        assert self.victim.stdout is not None
        self.victim.stdout.readline()

    def identity(self) -> dict[str, Any]:
        """Arguments of Popen to run as the child's user."""
        if os.geteuid():
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}

    def facts(self) -> dict[str, object]:
        """All that an attack on the folders or the victim could change."""
        paths = [p for f in (self.outside, self.library) for p in (f, *sorted(f.rglob("*")))]
        victim = self.victim.pid
        return {
            **{str(path): _facts_of(path) for path in paths},
            "alive": self.victim.poll() is None,
            "priority": os.getpriority(os.PRIO_PROCESS, victim),
            "processors": os.sched_getaffinity(victim),
            "limits": Path(f"/proc/{victim}/limits").read_text(),
        }

    def names(self) -> dict[str, object]:
        """What the source of a case can refer to."""
        return {
            "scratch": str(self.scratch),
            "outside": str(self.outside),
            "library": str(self.library),
            "victim": self.victim.pid,
            "NUMBER": NUMBER,
        }

    def close(self) -> None:
        """End the victim."""
        self.victim.kill()
        self.victim.communicate()


def _facts_of(path: Path) -> tuple[object, ...]:
    info = path.lstat()
    content = path.read_bytes() if path.is_file() else b""
    attributes = os.listxattr(path, follow_symlinks=False)
    return info.st_mode, info.st_uid, info.st_gid, info.st_mtime_ns, content, attributes


class Locked:
    """A zygote with a world around it."""

    def __init__(self, world: World, zygote: subprocess.Popen[str]) -> None:
        self.world = world
        self._zygote = zygote

    def run(self, source: str) -> list[Any]:
        """How a locked child that runs these statements ended."""
        names = {**self.world.names(), "zygote": self._zygote.pid}
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.write(json.dumps({"source": source, "names": names}) + "\n")
        self._zygote.stdin.flush()
        answer = json.loads(self._zygote.stdout.readline())
        assert isinstance(answer, list)
        return answer

    def value(self, source: str) -> str:
        """The `repr` of `result` after the statements, which must not fail."""
        answer = self.run(source)
        assert answer[0] == "value", answer
        return str(answer[1])


@contextmanager
def locked(
    variant: Variant, packages: tuple[str, ...] = ("numpy",), **plan: Any
) -> Iterator[Locked]:
    """A zygote with `packages` imported, ready to run statements in locked children."""
    requires(landlock_abi() > 0, "this kernel has no Landlock")
    base = Path(tempfile.mkdtemp(prefix="grader-test-"))
    base.chmod(0o755)
    world = World(base, variant.as_root)
    try:
        with _zygote(world, variant, packages, plan) as zygote:
            yield Locked(world, zygote)
    finally:
        world.close()
        shutil.rmtree(base)


@contextmanager
def _zygote(
    world: World, variant: Variant, packages: tuple[str, ...], changes: dict[str, Any]
) -> Iterator[subprocess.Popen[str]]:
    for path in (Path(sys.executable), ROOT / "grader" / "__init__.py"):
        way = unreadable_ancestor(path, world.user)
        requires(way is None, f"user {world.user} cannot read {way}")
    plan = Plan(
        uid=world.user if variant.as_root else None,
        read_only=(*readable_paths(packages), str(world.library)),
        scratch=str(world.scratch),
        landlock_abi=variant.abi,
        limits=changes.pop("limits", Limits()),
        **changes,
    )
    command = [sys.executable, "-m", "tests.far.locked_zygote", msgspec.json.encode(plan).decode()]
    one_thread = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
    process = subprocess.Popen(
        [*command, *packages],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **one_thread, "TMPDIR": str(world.scratch)},
        **({} if variant.as_root else world.identity()),
    )
    try:
        yield process
    finally:
        process.communicate()
    assert process.returncode == 0
