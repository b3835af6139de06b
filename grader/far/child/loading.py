"""Run the files of a submission as modules, straight from memory.

Each part has a namespace of its own: a file, or cells of a notebook. Files of the submission can
import each other; they are looked up last, so a `numpy.py` among them shadows nothing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, ModuleType

from grader.far.child.cell_code import notebook_names, run_cell
from grader.far.child.imports import ImportGate
from grader.wire.messages import FRAMES, MESSAGE_LENGTH, NAME_LENGTH, FrameOf, Run, Threw

GIVEN = "given.py"


class Shelf(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The submission's files as importable modules."""

    def __init__(
        self, parts: Mapping[str, ModuleType] | None = None, gate: ImportGate | None = None
    ) -> None:
        """Without a gate the files may import whatever they find."""
        self._gate = gate
        self.files: Mapping[str, bytes] = {}
        self.parts: dict[str, ModuleType] = dict(parts or {})

    def stock(self, files: Mapping[str, bytes], given: bytes | None) -> None:
        """Offer `files` (and `given` as `given.py`, which no file of the submission replaces)."""
        self.files = {**files, GIVEN: given} if given is not None else files
        if self._gate is not None:
            self._gate.own(self.files)
        sys.meta_path.append(self)
        sys.dont_write_bytecode = True

    def part(self, name: str, file: str) -> ModuleType:
        """Run a part's file once; raises whatever it raises."""
        if name not in self.parts:
            module = importlib.import_module(module_name(file))
            self.parts[name] = module
        return self.parts[name]

    def run(self, cell: Run) -> BaseException | None:
        """Run a cell in the namespace of its part; see `run_cell`."""
        if cell.part not in self.parts:
            self.parts[cell.part] = self._notebook(module_name(cell.file))
        namespace = vars(self.parts[cell.part])
        return run_cell(self.files[cell.path], cell.path, namespace, definitions=cell.definitions)

    def _notebook(self, name: str) -> ModuleType:
        """An empty module for cells; other parts and files can import it from now on."""
        module = ModuleType(name)
        vars(module).update(notebook_names())
        if self._gate is not None:
            vars(module)["__builtins__"] = self._gate.builtins
            self._gate.own([*self.files, f"{name}.py", *_files_of(self.parts)])
        sys.modules[name] = module
        return module

    # the import system's side

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for a module or package among the files."""
        stem = fullname.replace(".", "/")
        for file, package in ((f"{stem}/__init__.py", True), (f"{stem}.py", False)):
            if file in self.files:
                return importlib.util.spec_from_loader(
                    fullname, self, origin=file, is_package=package
                )
        if any(file.startswith(f"{stem}/") for file in self.files):
            return importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Compile and run a file in the namespace of `module`."""
        spec = module.__spec__
        if spec is None or spec.origin is None:
            raise ImportError("a module without a file", name=module.__name__)
        if self._gate is not None and spec.origin != GIVEN:
            vars(module)["__builtins__"] = self._gate.builtins
        exec(_compile(self.files[spec.origin], spec.origin), module.__dict__)  # noqa: S102

    def describe(self, error: BaseException) -> Threw:
        """An exception as plain data: its type, clipped text and the submission's own frames."""
        return Threw(
            type=type_name(type(error))[:NAME_LENGTH],
            base=next(kind.__name__ for kind in type(error).__mro__ if _is_builtin(kind)),
            message=_text_of(error)[:MESSAGE_LENGTH],
            frames=self._frames(error),
        )

    def _frames(self, error: BaseException) -> tuple[FrameOf, ...]:
        entries = [
            FrameOf(file=entry.filename, line=entry.lineno or 0, function=entry.name[:NAME_LENGTH])
            for entry in traceback.extract_tb(error.__traceback__)
            if entry.filename in self.files
        ]
        if isinstance(error, SyntaxError) and error.filename and error.filename in self.files:
            entries.append(FrameOf(file=error.filename, line=error.lineno or 0, function=""))
        return tuple(entries[-FRAMES:])


def _files_of(parts: Mapping[str, ModuleType]) -> Iterator[str]:
    return (f"{module.__name__}.py" for module in parts.values())


def module_name(file: str) -> str:
    """`xor.py` -> `xor`."""
    return file.removesuffix(".py").replace("/", ".")


def type_name(kind: type) -> str:
    """`ValueError` for built-ins, `package.Class` otherwise."""
    module, name = kind.__module__, kind.__qualname__
    return name if module == "builtins" else f"{module}.{name}"


def _is_builtin(kind: type) -> bool:
    return kind.__module__ == "builtins"


def _compile(source: bytes, path: str) -> CodeType:
    code = compile(source, path, "exec", dont_inherit=True)
    if not isinstance(code, CodeType):
        raise ImportError(f"{path} did not compile to code")
    return code


def _text_of(error: BaseException) -> str:
    """The text of an exception whose `__str__` is not to be trusted."""
    try:
        text = str(error)
    except BaseException:
        return "(the exception's text could not be made)"
    return text if type(text) is str else "(the exception's text is no string)"
