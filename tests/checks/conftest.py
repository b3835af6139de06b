"""Property tests have no deadline: a busy machine is no failure of a comparison."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("checks", deadline=None)
settings.load_profile("checks")
