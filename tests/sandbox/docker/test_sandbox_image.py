from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import __version__
from grader.errors import SandboxMissing
from grader.sandbox.docker import sandbox_image
from grader.sandbox.docker.engine import Engine
from grader.sandbox.docker.recipe import Recipe, recipe
from grader.sandbox.docker.sandbox_image import ImageStatus, Sources

TAG = "backprop-grader-test:image"
STEPS = b'FROM %s\nRUN echo "all is well" && %s\n'


@pytest.fixture
def builder(ready_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine where builds go under a tag of their own, which is gone afterwards."""
    monkeypatch.setattr(sandbox_image, "TAG", TAG)
    yield ready_engine
    for built in ready_engine.client.images.list(TAG):
        ready_engine.client.images.remove(built.id, force=True)


@pytest.fixture
def offline(tmp_path: Path) -> Sources:
    """A folder of wheels: the build asks no index."""
    (tmp_path / "some.whl").touch()
    return Sources(wheels=tmp_path)


def follow(monkeypatch: pytest.MonkeyPatch, step: bytes) -> None:
    """Make the recipe one that runs `step` in the image of the sandbox."""
    base = f"backprop-grader:{__version__}".encode()
    monkeypatch.setattr(
        sandbox_image, "recipe", lambda: Recipe({"Dockerfile": STEPS % (base, step)})
    )


def inside(engine: Engine, code: str) -> str:
    """What Python prints in a container of the image."""
    said = engine.client.containers.run(
        sandbox_image.TAG,
        [sandbox_image.PYTHON, "-c", code],
        remove=True,
        network_mode="none",
        read_only=True,
        tmpfs={"/tmp": ""},
    )
    return str(said.decode().strip())


def test_a_missing_and_a_stale_image_are_refused_with_the_command_that_builds_it() -> None:
    for state in ("missing", "stale"):
        refusal = sandbox_image.refusal(ImageStatus(state))
        assert refusal is not None
        assert sandbox_image.TAG in str(refusal)
        assert "grader image build" in str(refusal)
    assert sandbox_image.refusal(ImageStatus("ready", "sha256:0", "0")) is None


def test_only_given_sources_become_build_arguments() -> None:
    assert Sources().arguments() == {}
    assert Sources(base="debian", torch_index="https://torch").arguments() == {
        "BASE": "debian",
        "TORCH_INDEX": "https://torch",
    }


def test_a_built_image_is_ready_and_stale_as_soon_as_a_file_changes(
    builder: Engine, offline: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sandbox_image.status(builder) == ImageStatus("missing")
    follow(monkeypatch, b"true")
    built = sandbox_image.build(builder, offline, lambda line: None)
    assert built.state == "ready"
    assert built.id.startswith("sha256:")
    follow(monkeypatch, b"test 1")
    assert sandbox_image.status(builder) == ImageStatus("stale", built.id, built.recipe)


def test_progress_is_told_line_by_line(
    builder: Engine, offline: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(monkeypatch, b"echo done")
    lines: list[str] = []
    sandbox_image.build(builder, offline, lines.append)
    assert {"all is well", "done"} <= set(lines)
    assert all(line.strip() and "\n" not in line for line in lines)


def test_a_build_from_wheels_has_no_network(
    builder: Engine, offline: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(monkeypatch, b"ls /sys/class/net")
    lines: list[str] = []
    sandbox_image.build(builder, offline, lines.append)
    assert "lo" in lines
    assert not any(line.startswith("eth") for line in lines)


def test_a_step_that_fails_is_an_error_with_its_last_lines_and_leaves_no_image(
    builder: Engine, offline: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(monkeypatch, b"seq 100 && exit 7")
    with pytest.raises(SandboxMissing, match="returned a non-zero code: 7") as caught:
        sandbox_image.build(builder, offline, lambda line: None)
    assert "\n    99\n    100\n" in str(caught.value)
    assert "\n    50\n" not in str(caught.value)
    assert sandbox_image.status(builder).state == "missing"


def test_the_image_says_what_it_was_built_from(ready_engine: Engine) -> None:
    labels = ready_engine.client.images.get(sandbox_image.TAG).labels
    assert labels[sandbox_image.VERSION_LABEL] == __version__
    assert labels[sandbox_image.RECIPE_LABEL] == recipe().digest


def test_the_image_holds_the_far_side_and_no_other_code_of_ours(ready_engine: Engine) -> None:
    code = f"""
import json, pathlib
print(json.dumps([p.relative_to({sandbox_image.CODE!r}).as_posix()
    for p in pathlib.Path({sandbox_image.CODE!r}).rglob("*.py")]))
"""
    expected = {name for name in recipe().files if name.startswith("grader/")}
    assert set(json.loads(inside(ready_engine, code))) == expected


def test_the_image_has_the_packages_that_students_import(ready_engine: Engine) -> None:
    code = """
import matplotlib.pyplot, msgspec, numpy, torch
print(matplotlib.get_backend().lower(), torch.cuda.is_available(), torch.zeros(2).numpy().sum())
"""
    assert inside(ready_engine, code).splitlines()[-1] == "agg False 0.0"


def test_every_module_of_the_far_side_is_compiled(ready_engine: Engine) -> None:
    code = f"""
import importlib.util, pathlib
print(sum(not pathlib.Path(importlib.util.cache_from_source(p)).is_file()
    for p in pathlib.Path({sandbox_image.CODE!r}).rglob("*.py")))
"""
    assert inside(ready_engine, code) == "0"


def test_the_image_has_no_package_installer_and_no_wheels(ready_engine: Engine) -> None:
    code = """
import importlib.util, pathlib
print(importlib.util.find_spec("pip"), pathlib.Path("/build").exists())
"""
    assert inside(ready_engine, code) == "None False"
