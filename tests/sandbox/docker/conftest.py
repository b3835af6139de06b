"""A real engine with our image, for the tests of the docker backend."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from grader.errors import SandboxError
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine, connect
from tests.requires import requires
from tests.sandbox.docker.own_engine import OwnEngine, own_engine


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


@pytest.fixture(scope="session")
def engine_of_ours(ready_engine: Engine) -> Iterator[OwnEngine]:
    """An engine that a test may stop and whose image it may delete, if it brings both back."""
    del ready_engine  # whose image is copied
    with own_engine() as engine:
        yield engine
