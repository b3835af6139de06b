"""What a submission may import: the standard library, the assignment's packages, its own files.

Other packages cannot be read in a sandbox; Landlock sees to that. The gate says it in one sentence,
the same in every tier, and also of packages that are loaded because grader or an allowed package
needs them. It is no wall: code that wants to can go around it, and meets Landlock.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Collection, Mapping, Sequence
from types import ModuleType
from typing import Any


class PackageNotAllowed(ModuleNotFoundError):
    """A submission imports a package that its assignment does not allow."""


class ImportGate(importlib.abc.MetaPathFinder):
    """Stands between the code of a submission and `import`; everybody else imports as always."""

    def __init__(self, packages: Sequence[str]) -> None:
        self._packages = tuple(packages)
        self._files: frozenset[str] = frozenset()
        self._import = builtins.__import__
        self._import_module = importlib.import_module
        self.builtins: Mapping[str, Any] = {**vars(builtins), "__import__": self._statement}
        """The built-ins of modules behind the gate: an `import` statement asks those of its own
        module, so this decides for the code of the submission and for nobody else."""
        importlib.import_module = self._call
        sys.meta_path.insert(0, self)

    def own(self, files: Collection[str]) -> None:
        """Let the files of the submission be imported."""
        self._files = frozenset(file.partition("/")[0].removesuffix(".py") for file in files)

    def _statement(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if level == 0:
            self._check(name)
        elif not (globals or {}).get("__package__"):
            raise ImportError(_no_package(name, fromlist or ()))
        return self._import(name, globals, locals, fromlist or (), level)

    def _call(self, name: str, package: str | None = None) -> ModuleType:
        if sys._getframe(1).f_builtins is self.builtins:
            self._check(name)
        return self._import_module(name, package)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Let what cannot be read be absent: allowed packages can do without what is optional."""
        if path is not None or self._knows(name):
            return
        spec = importlib.machinery.PathFinder.find_spec(name)
        if spec is None or spec.origin is None:
            return
        try:
            open(spec.origin, "rb").close()
        except PermissionError:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name) from None

    def _knows(self, top: str) -> bool:
        return top in sys.stdlib_module_names or top in self._packages or top in self._files

    def _check(self, name: str) -> None:
        """Raise PackageNotAllowed for what may not be imported. Relative names may."""
        top = name.partition(".")[0]
        if not top or self._knows(top):
            return
        allowed = " and ".join(self._packages) or "the standard library"
        raise PackageNotAllowed(f"imports {top}; this assignment allows {allowed} only", name=top)


def _no_package(name: str, fromlist: Sequence[str]) -> str:
    """What to write instead of `from .layers import relu` in a file that is in no package."""
    names = ", ".join(fromlist)
    instead = f"from {name} import {names}" if name else f"import {names}"
    return f"a leading dot means the package of this file, and it is in none; write `{instead}`"
