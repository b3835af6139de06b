"""How our own Python processes are started: this very copy of grader, in a known environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import grader

ROOT = Path(grader.__file__).resolve().parent.parent
"""The folder this copy of grader is imported from: a checkout, or site-packages."""

# No user site, no current folder on sys.path, no .pyc written. Not `-I`: that would ignore
# PYTHONHASHSEED, and every slot has to hash strings alike. `environment` keeps the rest out.
_FLAGS = ("-s", "-P", "-B")

# Once `grader` is imported its submodules are found through it, so its parent folder need not stay
# on sys.path: in a checkout the references lie there.
_BOOT = """\
import sys
sys.path.insert(0, sys.argv[1])
import grader
del sys.path[0]
import importlib
importlib.import_module(sys.argv[2]).main(sys.argv[3:])
"""

_CARRIED = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


FIXED = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "CUDA_VISIBLE_DEVICES": "",
    "MPLBACKEND": "Agg",
}
"""What the environment of every far side says, wherever it runs."""


def command(
    module: str, *arguments: str, python: str = sys.executable, root: str = str(ROOT)
) -> list[str]:
    """The command line that calls `main(arguments)` of a module of the copy of grader in `root`."""
    return [python, *_FLAGS, "-c", _BOOT, root, module, *arguments]


def environment() -> dict[str, str]:
    """The whole environment of a far side: nothing of the user's but where programs are found."""
    carried = {name: os.environ[name] for name in _CARRIED if name in os.environ}
    return {**carried, **FIXED}
