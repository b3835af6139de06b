"""Run beside an unpacked release, without the course: import all of it and look at everything.

python -S -P probe.py FOLDER       prints JSON
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np

import grader
from grader.errors import CourseError
from grader.home.place import released
from grader.home.reference_replay import ReferenceReplay


def main(folder: Path) -> None:
    place = released(folder)
    parts = {part.name: _module(folder / part.file) for part in place.settings.parts}
    if place.given is not None:
        sys.modules["given"] = _module(place.given)
    for file in place.checks:
        _module(file)
    for found in pkgutil.walk_packages(grader.__path__, "grader."):
        if not found.name.startswith("grader.scaffold.") and "__main__" not in found.name:
            importlib.import_module(found.name)

    recording = place.recording()
    replay = ReferenceReplay(recording, _no_check)
    asked = {call.function for calls in recording.calls.values() for call in calls}
    refused = [name for name in sorted(asked) if _refuses(replay, name)]
    functions = [f for f in gc.get_objects() if isinstance(f, FunctionType)]
    result = {
        "open": [
            f"{part.name}.{name}"
            for part in place.settings.parts
            for name in part.functions
            if _is_open(getattr(parts[part.name], name))
        ],
        "asked": sorted(asked),
        "refused": refused,
        "functions": [[list(f.__code__.co_names), f.__code__.co_code.hex()] for f in functions],
        "paths": [*sys.path, *(str(getattr(m, "__file__", "")) for m in sys.modules.values())],
    }
    sys.stdout.write(json.dumps(result))


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"probed_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _no_check() -> str:
    return ""


def _refuses(replay: ReferenceReplay, name: str) -> bool:
    try:
        replay.function(name)(np.ones((2, 2)))
    except CourseError:
        return True
    return False


def _is_open(function: FunctionType) -> bool:
    nothing = [
        None for p in inspect.signature(function).parameters.values() if p.default is p.empty
    ]
    try:
        function(*nothing)
    except NotImplementedError:
        return True
    return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
