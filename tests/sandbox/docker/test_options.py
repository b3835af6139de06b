"""What a container of ours may have, and that it has no more."""

from __future__ import annotations

from typing import Any

import pytest

from grader.model import SandboxSpec
from grader.sandbox.docker.options import ROOM, options
from grader.sandbox.docker.profile import profile
from grader.wire.limits import MIB, MOST_THREADS, Limits


def made(spec: SandboxSpec | None = None) -> dict[str, Any]:
    return options(spec or SandboxSpec(), "sha256:1", ["python"], {"owner": "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network_mode", "none"),
        ("read_only", True),
        ("cap_drop", ["ALL"]),
        ("cap_add", ["SETUID", "SETGID", "KILL"]),
        ("ipc_mode", "private"),
        ("mounts", []),
        ("use_config_proxy", False),
        ("auto_remove", False),
        ("tty", False),
        ("stdin_open", True),
        ("hostname", "sandbox"),
        ("entrypoint", []),
        ("labels", {"owner": "1"}),
    ],
)
def test_a_container_is_hardened(name: str, value: object) -> None:
    assert made()[name] == value


@pytest.mark.parametrize("name", ["privileged", "devices", "volumes", "pid_mode", "userns_mode"])
def test_what_would_open_a_container_is_never_asked_for(name: str) -> None:
    assert name not in made()


def test_no_program_gains_rights_and_the_profile_is_ours() -> None:
    assert made()["security_opt"] == ["no-new-privileges:true", f"seccomp={profile()}"]


def test_memory_leaves_room_beside_the_child_and_none_in_swap() -> None:
    made_for = made(SandboxSpec(limits=Limits(memory=300 * MIB)))
    assert made_for["mem_limit"] == made_for["memswap_limit"] == 300 * MIB + ROOM


def test_a_child_meets_its_own_limit_of_threads_before_the_container_does() -> None:
    assert made()["pids_limit"] > MOST_THREADS


def test_the_temporary_folder_is_small_and_runs_nothing() -> None:
    (flags,) = made()["tmpfs"].values()
    assert {"noexec", "nosuid", "nodev", "size=67108864", "nr_inodes=4096"} <= set(flags.split(","))


def test_nothing_that_is_printed_is_kept_on_the_host() -> None:
    assert made()["log_config"].type == "none"


def test_the_environment_of_the_user_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://name:password@proxy")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/home/me")
    assert not {"HTTP_PROXY", "LD_LIBRARY_PATH", "HOME"} & made()["environment"].keys()


def test_options_do_not_share_what_can_be_changed() -> None:
    made()["environment"]["X"] = "1"
    made()["cap_add"].append("SYS_ADMIN")
    assert "X" not in made()["environment"]
    assert "SYS_ADMIN" not in made()["cap_add"]
