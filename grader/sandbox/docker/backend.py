"""The docker backend: each far side in a hardened container of its own."""

from __future__ import annotations

import functools
import threading
from pathlib import Path

import msgspec

from grader.errors import SandboxMissing, SlotLost
from grader.far.boot import command
from grader.model import SandboxSpec
from grader.sandbox.base import require_cpu
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine, address_of_engine, connect
from grader.sandbox.docker.limits_probe import require_limits
from grader.sandbox.docker.options import options
from grader.sandbox.docker.orphans import LIFETIME, labels, remove_orphans
from grader.sandbox.docker.session import DockerSession
from grader.sandbox.overlap import refuse_overlap
from grader.wire.control import Settings


class DockerSandbox:
    """Starts far sides on a Docker engine."""

    tier = "docker"

    def __init__(
        self,
        protected: tuple[Path, ...] = (),
        *,
        address: str | None = None,
        landlock: int | None = None,
    ) -> None:
        """`protected`: folders that no submission may read (course, submissions, results).

        `address`: of the engine, else DOCKER_HOST, else this machine's. `landlock`: use no Landlock
        ABI above this, as if the engine's kernel were older; 0 for none.
        """
        self._protected = protected
        self._address = address
        self._landlock = landlock
        self._lock = threading.Lock()
        self._prepared: tuple[Engine, str] | None = None

    @property
    def image(self) -> str:
        """The id of the image; see `prepare`."""
        return self.prepare()[1]

    def refusal(self) -> SandboxMissing | None:
        """No engine, no image, or an engine whose limits do not hold."""
        try:
            self.prepare()
        except SandboxMissing as missing:
            return missing
        except SlotLost as lost:
            return SandboxMissing(lost.message, hint="Look at the engine: docker info")
        return None

    def prepare(self) -> tuple[Engine, str]:
        """The engine and the id of the image on it, looked at once; removes orphans on the way.

        The id stays the same for as long as this sandbox is used, whatever is built meanwhile.
        Raises SandboxMissing with what to do, SlotLost when the engine fails in the middle.
        """
        with self._lock:
            if self._prepared is None:
                self._prepared = self._look()
            return self._prepared

    def open(self, spec: SandboxSpec) -> DockerSession:
        """Start a far side for `spec`, after checking that it may and can."""
        _require_possible(spec)
        refuse_overlap(spec.data, self._protected)
        engine, image_id = self.prepare()
        return DockerSession(engine, options(spec, image_id, self._command(spec), labels()))

    def _look(self) -> tuple[Engine, str]:
        engine = _connected(self._address or address_of_engine())
        found = sandbox_image.status(engine)
        if refusal := sandbox_image.refusal(found):
            raise refusal
        remove_orphans(engine)
        require_limits(engine, found.id)
        return engine, found.id

    def _command(self, spec: SandboxSpec) -> list[str]:
        settings = Settings(
            tier=self.tier,
            packages=spec.packages,
            torch=spec.torch,
            data=spec.data,
            limits=spec.limits,
            landlock_abi=self._landlock,
            require_landlock=False,  # without it a slot is for one submission only
            contained=True,
            lifetime=LIFETIME,
        )
        return command(
            "grader.far.supervisor.agent",
            msgspec.json.encode(settings).decode(),
            python=sandbox_image.PYTHON,
            root=sandbox_image.CODE,
        )


@functools.cache
def _connected(address: str) -> Engine:
    """One connection per process and engine: its pool serves all slots."""
    return connect(address)


def _require_possible(spec: SandboxSpec) -> None:
    require_cpu(spec, "docker")
    if spec.image or spec.requirements:
        raise SandboxMissing(
            "the docker sandbox has one image for all assignments",
            hint="Remove image and requirements from assignment.toml, and add what is needed "
            f"to the Dockerfile, then: {sandbox_image.BUILD}",
        )
