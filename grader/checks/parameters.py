"""Parameters of a network as plain data: nested dicts, lists and tuples of arrays or tensors."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from grader.checks.comparing.equality import same
from grader.checks.comparing.walk import leaves
from grader.checks.failure import CheckFailure, raise_for
from grader.checks.kinds import numeric
from grader.checks.render import escaped
from grader.evidence import Evidence, EvidenceKind

_LONGEST_LIST = 1000
_STUCK = "Is it given to the optimizer, does a gradient reach it, and is the update written back?"
_MOVED = "Frozen parameters get no update: not by a gradient, by weight decay, or by momentum."


def count_parameters(state: Any) -> int:
    """How many numbers there are in a dict, list or tuple of arrays, tensors and numbers."""
    return sum(_sizes(state).values())


def check_parameter_count(state: Any, expected: int, *, what: str) -> int:
    """The parameters in `state` are `expected` numbers; returns how many they are."""
    sizes = _sizes(state)
    count = sum(sizes.values())
    if count == expected:
        return count
    listed = ", ".join(f"{name} {size}" for name, size in sizes.items())
    evidence = Evidence(
        kind=EvidenceKind.VALUE,
        summary=f"{what} has too {'few' if count < expected else 'many'} parameters.",
        hint="Count each layer: inputs times outputs, and one bias for each output.",
        detail=f"Got {count}, expected {expected}: {_listed(listed)}.",
        got=str(count),
        expected=str(expected),
    )
    raise CheckFailure((evidence,))


def check_trained(before: Any, after: Any, *, frozen: Collection[str] = (), what: str) -> None:
    """Between two states, every array by a `frozen` name is bitwise the same, and all others moved.

    A name is that of an array, "fc1.weight", or of all below it, "fc1". Both states have the same
    names.
    """
    old, new = dict(_named(before)), dict(_named(after))
    if list(old) != list(new):
        evidence = Evidence(
            kind=EvidenceKind.TYPE,
            summary=f"{what} has other parameters after the training than before.",
            got=_listed(", ".join(new)),
            expected=_listed(", ".join(old)),
        )
        raise CheckFailure((evidence,))
    raise_for(tuple(_wrong(old, new, frozen, what)))


def _wrong(
    old: dict[str, Any], new: dict[str, Any], frozen: Collection[str], what: str
) -> Iterator[Evidence]:
    kept = {name for name in old if same(old[name], new[name])}
    still = {name for name in old if _below(name, frozen)}
    if moved := still - kept:
        yield _evidence(f"A frozen parameter of {what} is changed.", _MOVED, moved)
    if stuck := kept - still:
        some = "No parameter" if kept == set(old) else "Not every parameter"
        yield _evidence(f"{some} of {what} is changed by the training.", _STUCK, stuck)


def _evidence(summary: str, hint: str, names: set[str]) -> Evidence:
    return Evidence(
        kind=EvidenceKind.CHANGED,
        summary=summary,
        hint=hint,
        detail=f"It is about {_listed(', '.join(sorted(names)))}.",
    )


def _below(name: str, frozen: Collection[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in frozen)


def _sizes(state: Any) -> dict[str, int]:
    """How many numbers stand under each name; what holds no numbers has none."""
    leaves = ((name, numeric(leaf)) for name, leaf in _named(state))
    return {name: numbers.values.size for name, numbers in leaves if numbers is not None}


def _named(state: Any) -> Iterator[tuple[str, Any]]:
    """Every leaf with its dotted name: "fc1.weight", "layers.0.W"."""
    for path, leaf in leaves(state):
        yield ".".join(str(step.at) for step in path), leaf


def _listed(names: str) -> str:
    return escaped(names)[:_LONGEST_LIST]
