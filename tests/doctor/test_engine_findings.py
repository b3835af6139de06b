"""The docker engine by what it says about itself."""

from __future__ import annotations

from typing import Any

import pytest

from grader.doctor.engine_findings import EngineReport, engine, is_repaired
from grader.doctor.report import MachineFinding, State
from grader.sandbox.docker.sandbox_image import ImageStatus

INFO = {
    "CgroupVersion": "2",
    "Driver": "overlay2",
    "OperatingSystem": "Debian GNU/Linux 12 (bookworm)",
    "SecurityOptions": ["name=apparmor", "name=seccomp,profile=default"],
}
COMPONENTS = [{"Name": "Engine", "Version": "28.0.0"}, {"Name": "runc", "Version": "1.3.3"}]
VERSION = {"Version": "28.0.0", "Components": COMPONENTS}


def findings(
    info: dict[str, Any] = INFO, version: dict[str, Any] = VERSION
) -> list[MachineFinding]:
    report = EngineReport(
        address="unix:///run/e.sock", info=info, version=version, image=ImageStatus("ready")
    )
    return list(engine(report))


def troubles(found: list[MachineFinding]) -> list[MachineFinding]:
    return [finding for finding in found if finding.state is not State.OK]


def test_an_engine_on_linux_with_a_new_runc_is_well() -> None:
    found = findings()
    assert troubles(found) == []
    words = " ".join(finding.sentence for finding in found)
    for fact in ("28.0.0", "unix:///run/e.sock", "version 2", "overlay2", "apparmor", "1.3.3"):
        assert fact in words


@pytest.mark.parametrize("version", ["1.1.5+ds1", "1.1.12", "1.2.7", "1.3.2", "1.4.0-rc.2", "?"])
def test_an_old_runc_is_warned_about(version: str) -> None:
    assert not is_repaired(version)
    components = [{"Name": "runc", "Version": version}]
    (trouble,) = troubles(findings(version={**VERSION, "Components": components}))
    assert "distribution" in trouble.remedy


@pytest.mark.parametrize("version", ["1.2.8", "v1.3.3", "1.3.10", "1.4.0", "1.5.1", "2.0.0"])
def test_a_repaired_runc_is_not(version: str) -> None:
    assert is_repaired(version)


@pytest.mark.parametrize(
    ("info", "version", "kind"),
    [
        ({"OperatingSystem": "Docker Desktop"}, {}, "Docker Desktop"),
        ({"SecurityOptions": ["name=seccomp", "name=rootless"]}, {}, "rootless"),
        ({}, {"Components": [{"Name": "Podman Engine", "Version": "5.0"}]}, "Podman"),
    ],
)
def test_an_engine_that_nobody_tested_is_said_to_be_one(
    info: dict[str, Any], version: dict[str, Any], kind: str
) -> None:
    (trouble,) = troubles(findings({**INFO, **info}, {**VERSION, **version}))
    assert kind in trouble.sentence
    assert "not tested" in trouble.sentence


def test_an_engine_without_seccomp_is_warned_about() -> None:
    (trouble,) = troubles(findings({**INFO, "SecurityOptions": None}))
    assert "without seccomp" in trouble.sentence


def test_an_engine_that_says_little_is_no_reason_to_fail() -> None:
    assert findings({}, {})[0].sentence.startswith("of unknown version at unix:///run/e.sock")
