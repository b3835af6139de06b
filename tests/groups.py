"""Which tests stay together when they are spread over processes: those that share what is costly.

A slot, a judge template or an engine is started once in a process. Tests of one file share them;
some files are more than one group, and some groups are more than one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

LONG = (
    ("an engine of their own", r"tests/sandbox/docker/test_(?:faults|offer)\.py"),
    ("releases", r"tests/release/"),
    ("submissions of", r"tests/submissions/test_submissions\.py::\w+\[(\w+)"),
    ("hostile programs in", r"tests/sandbox/test_hostile\.py::\w+\[(root|user|abi2|docker)"),
    ("traces in", r"tests/sandbox/test_canary\.py::\w+\[(\w+)"),
)
"""Groups that are not files, those first that take longest: the others fill the time at the end."""


def group_of(test: str) -> str:
    """The group of a test, by its id."""
    for name, pattern in LONG:
        if found := re.match(pattern, test):
            return " ".join((name, *found.groups()))
    return test.partition("::")[0]


def long_groups_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests in the order in which their groups should begin."""
    return sorted(items, key=lambda item: _place(item.nodeid))


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc]  # a class without types
    """Gives each process one group after the other.

    `--dist loadgroup` asks for marks instead, and would write the group into the id of a test.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # long_groups_first has put them in order

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def _place(test: str) -> int:
    matches = (place for place, (_, pattern) in enumerate(LONG) if re.match(pattern, test))
    return next(matches, len(LONG))
