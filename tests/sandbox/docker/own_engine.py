"""An engine of a test's own, which it may stop: a second `dockerd` on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import SandboxError
from grader.sandbox.docker.engine import connect
from grader.sandbox.docker.sandbox_image import TAG
from tests.classroom import wait_until
from tests.processes import ends
from tests.requires import requires


class OwnEngine:
    """A second engine, with the image of this machine's engine."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._daemon: subprocess.Popen[bytes] | None = None
        self.address = f"unix://{home}/docker.sock"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._daemon = subprocess.Popen(
            [
                # In a network of its own: without a bridge, an engine removes that of all others.
                *(
                    "unshare",
                    "--net",
                    "dockerd",
                    "--host",
                    self.address,
                    "--pidfile",
                    self._home / "pid",
                ),
                *("--data-root", self._home / "data", "--exec-root", self._home / "exec"),
                *("--bridge=none", "--iptables=false", "--ip-masq=false", "--shutdown-timeout=1"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self.answers)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.wait(60)
            self._daemon = None

    def kill(self) -> None:
        """kill -9: the containerd that it started ends with it, containers do not."""
        if self._daemon is not None:
            containerd = int((self._home / "exec/containerd/containerd.pid").read_text())
            self._daemon.kill()
            self._daemon.wait(60)
            self._daemon = None
            assert ends(containerd)
            # An engine that starts takes a process for its own as long as nobody has reaped it.
            wait_until(lambda: not Path(f"/proc/{containerd}").exists())

    def unmount(self) -> None:
        """Take away the mounts that an engine leaves which was killed."""
        for line in reversed(Path("/proc/self/mountinfo").read_text().splitlines()):
            point = line.split()[4]
            if Path(point).is_relative_to(self._home):
                subprocess.run(["umount", "--lazy", point], check=True)

    def answers(self) -> bool:
        """Whether it can be used."""
        try:
            connect(self.address).close()
        except SandboxError:
            return False
        return True

    def docker(self, *arguments: str) -> str:
        """What `docker ...` says on it."""
        command = ["docker", "--host", self.address, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def copy_image(self) -> None:
        """Copy the image from this machine's engine."""
        with subprocess.Popen(["docker", "save", TAG], stdout=subprocess.PIPE) as saved:
            load = ["docker", "--host", self.address, "load"]
            subprocess.run(load, check=True, stdin=saved.stdout, stdout=subprocess.DEVNULL)


@contextmanager
def own_engine() -> Iterator[OwnEngine]:
    """A running engine with the image; gone at the end."""
    requires(os.geteuid() == 0, "only root can start a second engine")
    requires(shutil.which("dockerd") and shutil.which("docker"), "dockerd is not installed")
    home = Path(tempfile.mkdtemp(prefix="engine-"))
    engine = OwnEngine(home)
    try:
        engine.start()
        engine.copy_image()
        yield engine
    finally:
        engine.stop()
        engine.unmount()
        shutil.rmtree(home)
