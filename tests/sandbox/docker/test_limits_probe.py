"""Limits are believed when they were seen to hold."""

from __future__ import annotations

import pytest

from grader.errors import SandboxMissing
from grader.far.limits_trial import LimitsTrial
from grader.sandbox.docker import limits_probe, sandbox_image
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.options import hardened

WEAKENED: dict[str, dict[str, object]] = {
    "memory": {"mem_limit": 0, "memswap_limit": 0},
    "processes": {"pids_limit": -1},
    "read_only": {"read_only": False},
    "calls": {"security_opt": ["no-new-privileges:true", "seccomp=unconfined"]},
    "privileges": {"security_opt": []},
}


@pytest.fixture(autouse=True)
def _forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_probe, "_known", {})


def test_all_limits_hold_on_this_engine(ready_engine: Engine) -> None:
    assert limits_probe.probe(ready_engine, sandbox_image.TAG).broken() == ()


@pytest.mark.parametrize("name", WEAKENED)
def test_a_limit_that_does_not_hold_is_named(
    ready_engine: Engine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def weakened(memory: int, processes: int) -> dict[str, object]:
        return {**hardened(memory, processes), **WEAKENED[name]}

    monkeypatch.setattr(limits_probe, "hardened", weakened)
    with pytest.raises(SandboxMissing, match=name.replace("_", "-")) as missing:
        limits_probe.require_limits(ready_engine, sandbox_image.TAG)
    assert missing.value.hint


def test_limits_are_tried_once(ready_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    first = limits_probe.probe(ready_engine, sandbox_image.TAG)
    monkeypatch.setattr(limits_probe, "DockerSession", None)
    assert limits_probe.probe(ready_engine, sandbox_image.TAG) is first


def test_a_trial_that_gives_no_answer_is_missing(
    ready_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_probe, "PYTHON", "/bin/echo")
    with pytest.raises(SandboxMissing, match="could not be tried"):
        limits_probe.require_limits(ready_engine, sandbox_image.TAG)


def test_every_limit_has_a_hint() -> None:
    assert set(limits_probe._HINTS) == set(LimitsTrial.__struct_fields__)
