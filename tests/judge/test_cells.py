"""How the cells of a notebook are run, whatever they do to the child that runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from grader.errors import SlotLost
from grader.judge.children.cell_runs import MOST_ENDED, Cells, Manner
from grader.judge.proxy.failures import Fault
from grader.model import Part, SourceFile, Verdict
from grader.wire import messages as m
from grader.wire.control import Spent
from grader.wire.limits import Limits

WORK = Part(name="work", file="work.py", functions=("f", "g"))
MORE = Part(name="more", file="more.py", functions=("f",))
LIMITS = Limits(check_cpu=1.0, budget_cpu=3.0, check_wall=30.0)
Answer = Callable[[m.Run], m.Reply]
CRASH = Fault(Verdict.SIGNAL, "crashed the interpreter")


class Class:
    """A reader whose cells answer as they are told, and that remembers what it was asked."""

    def __init__(
        self, answers: dict[str, Answer] | None = None, *, cpu: float = 0.1, idle: float = 0.0
    ) -> None:
        self.answers = answers or {}
        self.spent = Spent(cpu=cpu, idle=idle)
        self.asked: list[list[tuple[str, bool]]] = []

    def renew(self) -> None:
        self.asked.append([])

    def read(self, request: m.Run, cpu: float) -> tuple[m.Reply, Spent]:
        number = request.path.rpartition(" ")[2]
        self.asked[-1].append((number, request.definitions))
        return self.answers.get(number, ran)(request), self.spent


def ran(request: m.Run) -> m.Reply:
    return m.Ran()


def crashes(request: m.Run) -> m.Reply:
    raise CRASH


def crashes_at_work(request: m.Run) -> m.Reply:
    return ran(request) if request.definitions else crashes(request)


def raises(request: m.Run) -> m.Reply:
    frame = m.FrameOf(file=request.path, line=1, function="<module>")
    return m.Ran(failure=m.Threw(type="NameError", base="NameError", message="", frames=(frame,)))


def cells_of(
    *sources: str, parts: Sequence[Part] = (WORK,), manner: Manner = Manner.WHOLE
) -> Cells:
    files = [
        SourceFile(
            path=f"a.ipynb, cell {number}",
            data=source.encode(),
            cell_of=tuple(part.name for part in parts),
        )
        for number, source in enumerate(sources, 1)
    ]
    return Cells(files, parts, LIMITS, manner)


def test_without_a_notebook_there_is_a_child_and_nothing_to_say() -> None:
    reader = Class()
    cells = Cells([SourceFile(path="work.py", data=b"")], [WORK], LIMITS)
    cells.run(reader)
    assert (reader.asked, cells.notes, cells.parts) == ([[]], (), frozenset())


def test_cells_are_run_in_order_in_each_part_they_belong_to() -> None:
    reader = Class()
    cells_of("a = 1", "b = 2", parts=(WORK, MORE)).run(reader)
    assert [number for number, _ in reader.asked[0]] == ["1", "2", "1", "2"]


def test_a_cell_that_ends_the_child_is_run_with_its_definitions_only() -> None:
    reader = Class({"2": crashes_at_work})
    cells = cells_of("a = 1", "work()", "b = 2")
    cells.run(reader)
    assert reader.asked[-1] == [("1", False), ("2", True), ("3", False)]
    assert cells.notes == ("code cell 2 crashed the interpreter; only its functions were kept",)


def test_a_cell_that_ends_the_child_even_so_is_left_out() -> None:
    reader = Class({"2": crashes})
    cells = cells_of("a = 1", "def f(): ...", "b = 2")
    cells.run(reader)
    assert reader.asked[-1] == [("1", False), ("3", False)]
    assert cells.lost["work", "f"] == "code cell 2 crashed the interpreter; it was left out"


def test_later_children_run_what_the_first_ran_and_say_the_same() -> None:
    reader = Class({"1": crashes, "2": crashes_at_work})
    cells = cells_of("a = 1", "work()", "b = 2")
    cells.run(reader)
    before, notes = reader.asked[-1], cells.notes
    reader.answers = {"3": raises}
    cells.run(reader)
    assert (reader.asked[-1], cells.notes) == (before, notes)


def test_a_notebook_that_ends_child_after_child_is_given_up() -> None:
    reader = Class({str(number): crashes for number in range(100)})
    cells = cells_of(*["x = 1"] * 100)
    cells.run(reader)
    assert len(reader.asked) == MOST_ENDED + 2  # the last child is for parts that are files
    assert cells.given_up is not None
    assert cells.given_up.sentence == "crashed the interpreter while a.ipynb was being read"


@pytest.mark.parametrize("reader", [Class(cpu=1.0), Class(idle=10.0)], ids=["cpu", "idle"])
def test_when_the_time_of_all_cells_is_used_up_the_rest_only_defines(reader: Class) -> None:
    cells = cells_of(*["x = 1"] * 5)
    cells.run(reader)
    assert [definitions for _, definitions in reader.asked[0]] == [False] * 3 + [True] * 2
    assert "code cells 4 and 5 came after cells that had used up" in cells.notes[0]


def test_an_assignment_may_want_definitions_only() -> None:
    reader = Class()
    cells = cells_of("x = 1", "y = 2", manner=Manner.DEFINITIONS)
    cells.run(reader)
    assert reader.asked[0] == [("1", True), ("2", True)]
    assert "only imports, functions, classes and constants were run" in cells.notes[0]


def test_cells_that_fail_alike_share_a_note() -> None:
    cells = cells_of("a", "b", "def g(x=c): ...")
    cells.run(Class({"1": raises, "3": raises}))
    rest = "the rest of it was run all the same"
    assert cells.notes == (f"code cells 1 and 3 raised NameError; {rest}",)
    assert cells.lost["work", "g"] == f"code cell 3 raised NameError in line 1; {rest}"


def test_a_failure_of_ours_is_not_put_down_to_a_cell() -> None:
    def lost(request: m.Run) -> m.Reply:
        raise SlotLost("the slot is gone")

    def ended(request: m.Run) -> m.Reply:
        raise Fault(Verdict.INFRA, "was ended by the grader")

    for answer in (lost, ended):
        with pytest.raises((SlotLost, Fault)):
            cells_of("x = 1").run(Class({"1": answer}))
