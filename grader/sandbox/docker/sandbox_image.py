"""The image of the docker backend: its name, whether it is there, how it is built."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from docker.errors import ImageNotFound

from grader import __version__
from grader.errors import SandboxMissing
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.recipe import context, recipe

TAG = f"backprop-grader:{__version__}"
PYTHON = "/opt/grader/bin/python"
"""The interpreter in the image that has NumPy, msgspec, torch and matplotlib."""
CODE = "/opt/grader/agent"
"""The folder in the image that `grader` is imported from."""
VERSION_LABEL = "backprop-grader.version"
RECIPE_LABEL = "backprop-grader.recipe"
BUILD = "grader image build"
"""The command that makes the image."""

_LAST_LINES = 20

State = Literal["missing", "stale", "ready"]


@dataclass(frozen=True)
class ImageStatus:
    """What an engine has under our tag.

    `id` is the digest by which results are keyed, `recipe` the digest of what it was built from;
    both are empty when the image is missing. It is stale when this grader would build another.
    """

    state: State
    id: str = ""
    recipe: str = ""


@dataclass(frozen=True)
class Sources:
    """Where a build takes things from; empty means the default of the Dockerfile.

    `base`: an image with Python 3.11 or newer and its venv. `wheels`: a folder with all packages,
    so that no index is asked. `index` and `torch_index`: the addresses of package indexes.
    """

    base: str = ""
    wheels: Path | None = None
    index: str = ""
    torch_index: str = ""

    def arguments(self) -> dict[str, str]:
        """The build arguments of the Dockerfile that are given."""
        all_of_them = {"BASE": self.base, "INDEX": self.index, "TORCH_INDEX": self.torch_index}
        return {name: value for name, value in all_of_them.items() if value}


def status(engine: Engine) -> ImageStatus:
    """What `engine` has under our tag. Raises what `asking` raises."""
    with engine.asking("look for the image") as client:
        try:
            image = client.images.get(TAG)
        except ImageNotFound:
            return ImageStatus("missing")
    built_from = image.labels.get(RECIPE_LABEL, "")
    state: State = "ready" if built_from == recipe().digest else "stale"
    return ImageStatus(state, image.id, built_from)


def refusal(found: ImageStatus) -> SandboxMissing | None:
    """Why no container can be started from the image, with the command that changes it."""
    if found.state == "ready":
        return None
    why = {
        "missing": f"the image {TAG} of the docker sandbox is not built yet",
        "stale": f"the image {TAG} of the docker sandbox was built from other files than these",
    }[found.state]
    return SandboxMissing(why, hint=f"Build it: {BUILD}")


def build(engine: Engine, sources: Sources, progress: Callable[[str], None]) -> ImageStatus:
    """Build the image, tell `progress` every line of it, and say what is there now.

    With wheels the build has no network. Raises UsageError for a folder without wheels,
    SandboxMissing with its last lines when a step fails, and what `asking` raises.
    """
    ours = recipe()
    with context(ours, sources.wheels) as tar, engine.asking("build the image") as client:
        answers = client.api.build(
            fileobj=tar,
            custom_context=True,
            tag=TAG,
            buildargs=sources.arguments(),
            network_mode="none" if sources.wheels else None,
            labels={VERSION_LABEL: __version__, RECIPE_LABEL: ours.digest},
            rm=True,
            forcerm=True,
            timeout=None,  # a step of minutes may print nothing
            decode=True,
        )
        _follow(answers, progress)
    return status(engine)


def _follow(answers: Iterable[dict[str, Any]], progress: Callable[[str], None]) -> None:
    """Pass on what the engine says; raise SandboxMissing when it says that a step failed."""
    last: deque[str] = deque(maxlen=_LAST_LINES)
    failure = ""
    for answer in answers:  # to the end: a stream that is left unread keeps its connection open
        failure = failure or answer.get("error", "")
        for line in _lines(answer):
            last.append(line)
            progress(line)
    if failure:
        said = "\n".join(f"    {line}" for line in last)
        raise SandboxMissing(
            f"the image could not be built: {failure.strip()}\n{said}",
            hint=f"Without a network: {BUILD} --base IMAGE --wheels FOLDER (see the README).",
        )


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    """The lines worth showing of one answer; bars of downloads (with an id) are not."""
    text = answer.get("stream") or ("" if "id" in answer else answer.get("status", ""))
    yield from filter(None, map(str.rstrip, text.splitlines()))
