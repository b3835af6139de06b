"""A lockdown that cannot be complete does not happen: the error names the step that failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader.far.lockdown import LockdownError, Plan, landlock_abi, prepare, seccomp
from grader.wire.limits import Limits
from tests.far.locked import ROOT, VARIANTS, Variant, locked
from tests.requires import requires

AS_ROOT = os.geteuid() == 0


def step_that_fails(plan: Plan, body: str) -> str:
    """What a program prints that has `plan`, the function `try_apply` and this body."""
    code = f"""
import os, sys, threading, msgspec
from grader.far.lockdown import LockdownError, Plan, prepare
plan = msgspec.json.decode({msgspec.json.encode(plan)!r}, type=Plan)
lockdown = prepare(plan)
def try_apply():
    try:
        lockdown.apply(keep_fds=(0, 1, 2))
    except LockdownError as error:
        os.write(1, error.step.encode())
        os._exit(0)
    os.write(1, b"locked")
    os._exit(0)
{body}
"""
    return subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    ).stdout


CHILD = "if os.fork() == 0: try_apply()\nos.wait()"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    requires(landlock_abi() > 0, "this kernel has no Landlock")
    return Plan(uid=65533 if AS_ROOT else None, read_only=(), scratch=str(tmp_path))


def test_a_complete_lockdown_succeeds(plan: Plan) -> None:
    assert step_that_fails(plan, CHILD) == "locked"


def test_a_parent_closed_to_inspection_can_have_locked_children(plan: Plan) -> None:
    closed = (
        "from grader.far.lockdown import syscalls\nsyscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)\n"
    )
    assert step_that_fails(plan, closed + CHILD) == "locked"


def test_a_child_that_would_stay_root_is_refused(plan: Plan) -> None:
    requires(AS_ROOT, "only root can try to stay root")
    for uid in (None, 0):
        assert step_that_fails(msgspec.structs.replace(plan, uid=uid), CHILD) == "user"


def test_a_user_we_may_not_become_is_refused(plan: Plan) -> None:
    other = msgspec.structs.replace(plan, uid=65532)
    as_somebody = "os.setresuid(65533, 65533, 65533)\n" if AS_ROOT else ""
    assert step_that_fails(other, as_somebody + CHILD) == "user"


def test_a_second_thread_is_refused(plan: Plan) -> None:
    body = """
if os.fork() == 0:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    try_apply()
os.wait()
"""
    assert step_that_fails(plan, body) == "threads"


def test_a_child_of_another_process_than_the_preparing_one_is_refused(plan: Plan) -> None:
    body = """
if os.fork() == 0:
    if os.fork() == 0: try_apply()
    os.wait()
    os._exit(0)
os.wait()
"""
    assert step_that_fails(plan, body) == "parent"


def test_a_path_that_is_not_there_is_named(plan: Plan, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    for broken in ({"read_only": (missing,)}, {"scratch": missing}):
        with pytest.raises(LockdownError, match="missing") as caught:
            prepare(msgspec.structs.replace(plan, **broken))
        assert caught.value.step == "landlock"


def test_a_kernel_without_landlock_is_refused(plan: Plan) -> None:
    with pytest.raises(LockdownError, match="no Landlock"):
        prepare(msgspec.structs.replace(plan, landlock_abi=0))


def test_a_plan_may_do_without_landlock_and_keeps_the_rest(plan: Plan) -> None:
    variant = Variant(VARIANTS[0].as_root, 0)
    with locked(variant, require_landlock=False) as child:
        assert child.value("result = open(outside + '/file.txt').read()") == "'unharmed'"
        assert child.run("import socket; socket.socket()")[1] == "PermissionError"


def test_a_machine_without_a_filter_is_refused(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "this_architecture", lambda: None)
    with pytest.raises(LockdownError, match="no filter for this machine"):
        prepare(plan)


def test_a_closed_lockdown_holds_no_descriptor(plan: Plan) -> None:
    before = os.listdir("/proc/self/fd")
    with prepare(plan) as lockdown:
        assert len(os.listdir("/proc/self/fd")) == len(before) + 1
    lockdown.close()
    assert os.listdir("/proc/self/fd") == before


def test_a_plan_travels_as_data(plan: Plan) -> None:
    full = msgspec.structs.replace(plan, limits=Limits(memory=1), landlock_abi=2, processes=True)
    assert msgspec.json.decode(msgspec.json.encode(full), type=Plan) == full
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"read_only": [], "scratch": "", "sudo": true}', type=Plan)


def test_the_package_needs_neither_our_other_code_nor_torch() -> None:
    code = (
        "import sys, grader.far.lockdown;"
        "print({m.split('.')[0] for m in sys.modules} & {'torch', 'numpy', 'pytest'})"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == b"set()"
