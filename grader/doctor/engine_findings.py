"""The docker engine, by what it says about itself: `/info` and `/version` of the Docker API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from grader.doctor.report import MachineFinding, ok, warning
from grader.errors import GraderError
from grader.model import Record
from grader.sandbox.docker.sandbox_image import ImageStatus

REPAIRED_RUNC = ((1, 2, 8), (1, 3, 3), (1, 4, 0))
"""The first releases of each line without CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881, and
so without CVE-2024-21626: ways out of a container."""


class EngineReport(Record):
    """What an engine says about itself."""

    address: str
    info: Mapping[str, Any]
    """The answer to `/info`."""
    version: Mapping[str, Any]
    """The answer to `/version`."""
    image: ImageStatus
    broken: GraderError | None = None
    """Which limits do not hold, or why they could not be tried."""


def engine(report: EngineReport) -> Iterator[MachineFinding]:
    """Version, kind, cgroups, security options and runc."""
    number = report.version.get("Version", "of unknown version")
    storage = report.info.get("Driver", "unknown")
    yield ok("docker engine", f"{number} at {report.address}, storage {storage}")
    yield from _untested(report.info, report.version)
    yield _cgroups(report.info)
    yield _security(report.info)
    yield from _runc(report.version)


def _untested(info: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[MachineFinding]:
    """Kinds of engines that the sandbox was not proven on."""
    kinds = {
        "Podman": any("podman" in name.lower() for name in _components(version)),
        "Docker Desktop": "desktop" in str(info.get("OperatingSystem", "")).lower(),
        "a rootless engine": "rootless" in _options(info),
    }
    for kind in (kind for kind, is_it in kinds.items() if is_it):
        yield warning(
            "docker engine",
            f"this is {kind}, which the sandbox was not tested on",
            "Prefer Docker Engine on Linux; what docs/security.md promises is proven there.",
        )


def _cgroups(info: Mapping[str, Any]) -> MachineFinding:
    return ok("cgroups", f"version {info.get('CgroupVersion', 'unknown')}, where the engine runs")


def _security(info: Mapping[str, Any]) -> MachineFinding:
    options = _options(info)
    if "seccomp" not in options:
        return warning(
            "docker security",
            "the engine was built without seccomp, one of the walls around a container",
            "Install an engine with seccomp: those of Docker and of all distributions have it.",
        )
    return ok("docker security", ", ".join(options))


def _runc(version: Mapping[str, Any]) -> Iterator[MachineFinding]:
    found = _components(version).get("runc")
    if found is None:
        return
    if is_repaired(found):
        yield ok("runc", found)
        return
    yield warning(
        "runc",
        f"{found} is older than the releases that closed known ways out of containers",
        "Update it to 1.2.8, 1.3.3, 1.4.0 or later, or see that your distribution's build has "
        "the repairs of CVE-2024-21626, CVE-2025-31133, CVE-2025-52565 and CVE-2025-52881.",
    )


def is_repaired(runc: str) -> bool:
    """Whether a version of runc is, by its number, one without the known ways out."""
    numbers = re.match(r"v?(\d+)\.(\d+)\.(\d+)(-rc)?", runc)
    if numbers is None:
        return False
    found = (int(numbers[1]), int(numbers[2]), int(numbers[3]))
    line = next((first for first in REPAIRED_RUNC if first[:2] == found[:2]), REPAIRED_RUNC[-1])
    return found > line or (found == line and numbers[4] is None)


def _components(version: Mapping[str, Any]) -> dict[str, str]:
    components = version.get("Components") or ()
    return {str(each.get("Name")): str(each.get("Version")) for each in components}


def _options(info: Mapping[str, Any]) -> list[str]:
    """The names among "name=seccomp,profile=default" and the like."""
    found = (re.search(r"name=([\w-]+)", str(text)) for text in info.get("SecurityOptions") or ())
    return [name[1] for name in found if name is not None]
