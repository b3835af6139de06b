"""Which file of a folder is which part of the assignment. Pure.

An exact name always counts. A near miss ("XOR.py", "xor_final.py", "losses (1).py") counts if its
part is missing and nothing else could be meant. So does, last, a file of any name that defines the
functions of one missing part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from grader.intake.safe_names import RelativePath, shown, stem
from grader.model import Part

TESTS = frozenset({"test", "tests"})
WORD = re.compile(r"[a-z]+|[0-9]+")


Read = Callable[[RelativePath], bytes]
"""The source of a file; empty where it cannot be read."""


class NoPart(ValueError):
    """No folder, or more than one, has the parts; the message says which files were seen."""


def parts_in(names: Iterable[str], parts: Sequence[Part], read: Read) -> dict[str, str]:
    """The part files among `names`: name as it is -> file of the part. Raises `NoPart`."""
    seen = set(names)
    found = {part.file: part.file for part in parts if part.file in seen}
    missing = [part for part in parts if part.file not in seen]
    near = {p.file: [n for n in seen - found.keys() if is_near(n, p.file)] for p in missing}
    found |= _unmistakable(near)
    missing = [part for part in missing if part.file not in found.values()]
    others = {name: read((name,)) for name in sorted(seen - found.keys())} if missing else {}
    found |= _unmistakable(
        {p.file: [name for name, data in others.items() if _holds(data, p)] for p in missing}
    )
    if not found:
        files = _listed([part.file for part in parts])
        raise NoPart(
            f"has no {files}; {_seen([(name,) for name in seen])}, which could be more than one"
        )
    return found


def folder_of_parts(
    paths: Iterable[RelativePath], parts: Sequence[Part], read: Read
) -> RelativePath:
    """The shallowest folder that has a part: by exact name, by near miss, by its functions.

    Raises `NoPart`.
    """
    paths = list(paths)
    files = [part.file for part in parts]
    exact = {path[:-1] for path in paths if path[-1] in files}
    near = {path[:-1] for path in paths if any(is_near(path[-1], file) for file in files)}
    folders = exact or near or {path[:-1] for path in paths if defines_any(read(path), parts)}
    if not folders:
        raise NoPart(f"has no {_listed(files)}; {_seen(paths)}")
    shallow = min(map(len, folders))
    shallowest = sorted(path for path in folders if len(path) == shallow)
    if len(shallowest) > 1:
        named = ", ".join(shown("/".join(path)) for path in shallowest[:5])
        raise NoPart(f"has parts in several folders ({named}); keep one")
    return shallowest[0]


def _unmistakable(candidates: dict[str, list[str]]) -> dict[str, str]:
    """Name -> part file, where a part has one candidate that no other part has."""
    return {
        names[0]: file
        for file, names in candidates.items()
        if len(names) == 1 and sum(names[0] in other for other in candidates.values()) == 1
    }


def _holds(source: bytes, part: Part) -> bool:
    """Whether a file is a part by another name: no test of it, with a function of its."""
    return defines_any(source, [part])


def is_near(name: str, file: str) -> bool:
    """Whether `name` holds the words of the part file in order, and is no test of it."""
    words, wanted = _words(name), _words(file)
    places = range(len(words) - len(wanted) + 1)
    return TESTS.isdisjoint(words) and any(words[i : i + len(wanted)] == wanted for i in places)


def defines_any(source: bytes, parts: Sequence[Part]) -> bool:
    """Whether a Python file defines a function of the assignment, i.e. is an answer itself."""
    names = "|".join(re.escape(name) for part in parts for name in part.functions)
    pattern = rf"^(?:async\s+)?(?:def|class)\s+(?:{names})\b|^(?:{names})\s*=(?!=)"
    return re.search(pattern.encode(), source, re.MULTILINE) is not None


def _words(name: str) -> list[str]:
    return WORD.findall(stem(name).casefold())


def _listed(files: Sequence[str]) -> str:
    return files[0] if len(files) == 1 else f"{', '.join(files[:-1])} or {files[-1]}"


def _seen(paths: Sequence[RelativePath]) -> str:
    names = sorted(shown("/".join(path)) for path in paths)
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"found {', '.join(names[:5])}{more}" if names else "found no Python file or notebook"
