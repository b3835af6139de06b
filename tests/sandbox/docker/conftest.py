"""A real engine with our image, for the tests of the docker backend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.errors import SandboxError
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine, connect
from tests.requires import requires


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The engine of this machine."""
    try:
        engine = connect()
    except SandboxError as error:
        requires(False, error.message)
        raise
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def ready_engine(engine: Engine) -> Engine:
    """The engine, with the image built from this very copy of grader."""
    found = sandbox_image.status(engine)
    requires(found.state == "ready", f"the image {sandbox_image.TAG} is {found.state}")
    return engine
