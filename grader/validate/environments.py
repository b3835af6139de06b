"""The reference as it would run on other machines: more threads, older processors."""

from __future__ import annotations

import platform
from pathlib import Path

import msgspec

from grader.errors import SandboxMissing
from grader.model import SandboxSpec
from grader.sandbox.process_session import ProcessSession, settings_of

THREADS = (2, 4)
THREAD_COUNTS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
CORE_TYPES = {"Nehalem": "sse4_2", "Sandybridge": "avx", "Haswell": "avx2", "SkylakeX": "avx512f"}
"""Kernels of OpenBLAS, and what a processor must know for each, as Linux names it."""

Variables = tuple[tuple[str, str], ...]


def environments() -> dict[str, Variables]:
    """By name: the environments that this machine can try. One thread is how slots run."""
    threads = {
        f"{count} threads": tuple((name, str(count)) for name in THREAD_COUNTS) for count in THREADS
    }
    known = _processor_flags()
    cores: dict[str, Variables] = {
        f"OPENBLAS_CORETYPE={core}": (("OPENBLAS_CORETYPE", core),)
        for core, flag in CORE_TYPES.items()
        if flag in known
    }
    return threads | cores


class OtherEnvironment:
    """A sandbox without lockdown whose children have other environment variables.

    For code of the course only: it is the `trusted` tier.
    """

    tier = "trusted"
    image = ""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables

    def refusal(self) -> SandboxMissing | None:
        """Works everywhere."""
        return None

    def open(self, spec: SandboxSpec) -> ProcessSession:
        """Start a far side for `spec`."""
        settings = settings_of(spec, self.tier)
        return ProcessSession(msgspec.structs.replace(settings, variables=self._variables))


def _processor_flags() -> frozenset[str]:
    cpuinfo = Path("/proc/cpuinfo")
    if platform.machine() != "x86_64" or not cpuinfo.exists():
        return frozenset()
    lines = cpuinfo.read_text().splitlines()
    return frozenset(next((line for line in lines if line.startswith("flags")), "").split())
