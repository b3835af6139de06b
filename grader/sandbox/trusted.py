"""The trusted backend: the same far side, wire and wall limit, but an ordinary process.

For a student's own code on the student's own laptop. It protects nobody from the submission.
"""

from __future__ import annotations

from grader.errors import SandboxMissing
from grader.model import SandboxSpec
from grader.sandbox.process_session import ProcessSession, settings_of


class TrustedSandbox:
    """Starts far sides without lockdown."""

    tier = "trusted"
    image = ""

    def refusal(self) -> SandboxMissing | None:
        """Works everywhere."""
        return None

    def open(self, spec: SandboxSpec) -> ProcessSession:
        """Start a far side for `spec`."""
        return ProcessSession(settings_of(spec, self.tier))
