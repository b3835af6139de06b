"""The engine we talk to, and what its failures mean.

The SDK raises classes of its own, of `requests` and of the system. Whoever calls it does so inside
`engine.asking(...)`, which turns every one of them into an exception of ours by the table below.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import docker
from docker import errors
from docker.utils import parse_host
from requests import exceptions as http
from urllib3.exceptions import HTTPError as TransportError

from grader.errors import SandboxError, SandboxMissing, SlotLost, UsageError

TIMEOUT = 60.0
"""Seconds that the engine may take to answer a request."""
CONNECTIONS = 64
"""Requests to the engine under way at once, from all slots."""
DEFAULT_ADDRESS = "unix:///var/run/docker.sock"

_ADDRESS_HINT = "DOCKER_HOST says which engine is asked; unset, it is the one of this machine."
_START_HINT = "Start the engine (systemctl start docker), or use --sandbox local."
_RETRY_HINT = "What was under way is tried again in a fresh sandbox."
_IMAGE_HINT = "Build the image: grader image build"

Meaning = tuple[type[SandboxError] | type[UsageError], str]

MEANINGS: dict[type[BaseException], Meaning] = {
    # The address, the certificates or a name that we were given makes no sense.
    errors.InvalidArgument: (UsageError, _ADDRESS_HINT),
    errors.InvalidRepository: (UsageError, _IMAGE_HINT),
    errors.InvalidConfigFile: (UsageError, "Repair or remove ~/.docker/config.json."),
    errors.TLSParameterError: (UsageError, "Check DOCKER_TLS_VERIFY and DOCKER_CERT_PATH."),
    errors.ContextException: (UsageError, _ADDRESS_HINT),
    errors.ContextNotFound: (UsageError, _ADDRESS_HINT),
    errors.ContextAlreadyExists: (UsageError, _ADDRESS_HINT),
    errors.MissingContextParameter: (UsageError, _ADDRESS_HINT),
    http.URLRequired: (UsageError, _ADDRESS_HINT),
    http.MissingSchema: (UsageError, _ADDRESS_HINT),
    http.InvalidSchema: (UsageError, _ADDRESS_HINT),
    http.InvalidURL: (UsageError, _ADDRESS_HINT),
    http.InvalidHeader: (UsageError, _ADDRESS_HINT),
    # Something must be installed, built or set up first.
    errors.InvalidVersion: (SandboxMissing, "This engine is too old or too new for the SDK."),
    errors.DeprecatedMethod: (SandboxMissing, "This engine is too old or too new for the SDK."),
    errors.ImageNotFound: (SandboxMissing, _IMAGE_HINT),
    errors.BuildError: (SandboxMissing, _IMAGE_HINT),
    errors.ImageLoadError: (SandboxMissing, _IMAGE_HINT),
    http.ProxyError: (SandboxMissing, _ADDRESS_HINT),
    http.SSLError: (SandboxMissing, "Check DOCKER_TLS_VERIFY and DOCKER_CERT_PATH."),
    http.TooManyRedirects: (SandboxMissing, _ADDRESS_HINT),
    PermissionError: (SandboxMissing, "Join the group `docker`, or use --sandbox local."),
    FileNotFoundError: (SandboxMissing, _START_HINT),
    # It answered before and does not now, or lost the container.
    errors.NotFound: (SlotLost, _RETRY_HINT),
    errors.APIError: (SlotLost, _RETRY_HINT),
    errors.ContainerError: (SlotLost, _RETRY_HINT),
    errors.StreamParseError: (SlotLost, _RETRY_HINT),
    errors.NullResource: (SlotLost, _RETRY_HINT),
    errors.DockerException: (SlotLost, _RETRY_HINT),
    http.ConnectionError: (SlotLost, _RETRY_HINT),
    http.Timeout: (SlotLost, _RETRY_HINT),
    http.HTTPError: (SlotLost, _RETRY_HINT),
    http.InvalidJSONError: (SlotLost, _RETRY_HINT),
    http.ChunkedEncodingError: (SlotLost, _RETRY_HINT),
    http.ContentDecodingError: (SlotLost, _RETRY_HINT),
    http.StreamConsumedError: (SlotLost, _RETRY_HINT),
    http.RetryError: (SlotLost, _RETRY_HINT),
    http.UnrewindableBodyError: (SlotLost, _RETRY_HINT),
    http.RequestException: (SlotLost, _RETRY_HINT),
    TransportError: (SlotLost, _RETRY_HINT),
    OSError: (SlotLost, _RETRY_HINT),
}
"""What a failure means and what to do; a class not named here means what its nearest base does."""


def meaning(kind: type[BaseException]) -> Meaning:
    """The row of the table for an exception class. Raises KeyError when it is not ours to know."""
    return next(MEANINGS[base] for base in kind.__mro__ if base in MEANINGS)


class Engine:
    """A connected engine."""

    def __init__(self, client: docker.DockerClient, address: str) -> None:
        self.client = client
        self.address = address

    @contextmanager
    def asking(self, what: str) -> Iterator[docker.DockerClient]:
        """Use the SDK to `what` ("start a container"); its failures become ours."""
        with _translated(self.address, what):
            yield self.client

    def close(self) -> None:
        """Give its connections back."""
        self.client.close()


def address_of_engine() -> str:
    """What DOCKER_HOST names, else the engine of this machine; never that of the command line's
    context, which may be another machine's."""
    return os.environ.get("DOCKER_HOST") or DEFAULT_ADDRESS


def connect(address: str | None = None) -> Engine:
    """The engine at `address`, or the one that `address_of_engine` names.

    Raises SandboxMissing when nothing usable answers there, UsageError when the address makes no
    sense.
    """
    given = address or address_of_engine()
    _require_sense(given)
    try:
        with _translated(given, "connect"):
            _knock(given)
            client = _client(given)
            client.ping()
            return Engine(client, given)
    except SlotLost as lost:
        raise SandboxMissing(lost.message, hint=_START_HINT) from lost


def _require_sense(address: str) -> None:
    try:
        parse_host(address)
    except (errors.DockerException, ValueError) as error:
        raise UsageError(f"{address!r} is no address: {error}", hint=_ADDRESS_HINT) from error


def _knock(address: str) -> None:
    """Meet a missing or forbidden socket ourselves: the SDK hides it below three other errors."""
    if address.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as knock:
            knock.connect("/" + address.removeprefix("unix://").lstrip("/"))


def _client(address: str) -> docker.DockerClient:
    return docker.from_env(
        use_context=False,
        timeout=TIMEOUT,
        max_pool_size=CONNECTIONS,
        environment={**os.environ, "DOCKER_HOST": address},
    )


@contextmanager
def _translated(address: str, what: str) -> Iterator[None]:
    try:
        yield
    except tuple(MEANINGS) as error:
        ours, hint = meaning(type(error))
        raise ours(
            f"could not {what} (Docker engine at {address}): {_reason(error)}", hint=hint
        ) from error


def _reason(error: BaseException) -> str:
    """What the engine says, without the URL that the SDK puts before it."""
    said = error.explanation if isinstance(error, errors.APIError) else None
    return " ".join(str(said or error).split()) or type(error).__name__
