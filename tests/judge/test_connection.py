"""The student proxy, end to end through packing and the far side's own code, without a process."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.checks import inout
from grader.judge.proxy.connection import DEPTH, Connection
from grader.judge.proxy.exchange import Loopback
from grader.judge.proxy.failures import StudentMissing, StudentRaised, Uncrossable
from grader.judge.proxy.handle import Handle
from grader.judge.proxy.student_proxy import Namespace
from grader.judge.proxy.transcript import Transcript
from grader.model import Part


def student_of(source: str, transcript: Transcript | None = None) -> Any:
    """A namespace whose functions are defined by `source`."""
    module = ModuleType("work")
    vars(module)["np"] = np
    exec(source, vars(module))
    part = Part(name="work", file="work.py", functions=())
    connection = Connection(Loopback({"work": module}), transcript or Transcript(), (part,), ())
    return Namespace(connection, "work")


def test_plain_data_comes_back_as_plain_data_with_its_types() -> None:
    student = student_of("def f(x): return (x, [1, 2.5], {'a': None}, x.shape)")
    array, listed, mapping, shape = student.f(np.arange(3))
    assert array.tolist() == [0, 1, 2]
    assert (listed, mapping, shape) == ([1, 2.5], {"a": None}, (3,))


def test_a_call_never_changes_the_arguments_of_the_check() -> None:
    transcript = Transcript()
    student = student_of("def f(x):\n    x[0] = 9.0\n    return x.sum()", transcript)
    x = np.zeros(3)
    assert student.f(x) == 9.0
    assert x.tolist() == [0, 0, 0]
    assert transcript.notes == ["f changed its argument 1 in place"]


def test_an_item_that_is_kept_stays_in_the_sandbox_and_can_be_passed_on() -> None:
    student = student_of("def f(x): return x + 1, [x]\ndef g(cache): return cache[0] * 3")
    value, cache = student.f.keeping(1)(2)
    assert value == 3
    assert isinstance(cache, Handle)
    assert student.g(cache) == 6


def test_an_item_that_is_kept_is_left_out_of_many_results() -> None:
    student = student_of("def f(x): return x + 1, [x]")
    assert student.f.keeping(1).many([(1,), (2,)]) == [(2, None), (3, None)]


@pytest.mark.parametrize("value", ["[1, 2]", "(1,)", "7.5", "None"])
def test_a_result_without_the_item_to_keep_comes_as_it_is(value: str) -> None:
    student = student_of(f"def f(): return {value}")
    assert student.f.keeping(1)() == student.f()
    assert student.f.keeping(1).many([()]) == [student.f()]


def test_observe_shows_the_arguments_as_they_are_after_the_call() -> None:
    student = student_of("def f(x, *, into): into.append(x)")
    seen = student.f.observe(5, into=[1])
    assert seen.arguments == (5,)
    assert seen.keywords == {"into": [1, 5]}


def test_inout_applies_the_changes_of_the_call() -> None:
    transcript = Transcript()
    student = student_of("def f(d, x):\n    d['running'] = x.mean()\n    x *= 2", transcript)
    state: dict[str, float] = {}
    x = np.ones(2)
    student.f(inout(state), inout(x))
    assert state == {"running": 1.0}
    assert x.tolist() == [2, 2]
    assert transcript.notes == []


def test_of_many_calls_each_gets_what_is_marked_as_it_was() -> None:
    transcript = Transcript()
    student = student_of("def f(d):\n    d['n'] += 1\n    return d['n']", transcript)
    state = {"n": 1}
    assert student.f.many([(inout(state),), (inout(state),)]) == [2, 2]
    assert (state, transcript.notes) == ({"n": 1}, [])


def test_the_function_of_a_failure_is_one_of_the_submission_and_not_of_given() -> None:
    part, modules = Part(name="work", file="work.py", functions=()), {}
    for name in ("work", "given"):
        modules[name] = ModuleType(name)
        exec("def f(): return 1", vars(modules[name]))
    transcript = Transcript()
    connection = Connection(Loopback(modules), transcript, (part,), ())
    assert [Namespace(connection, name).f() for name in ("work", "given")] == [1, 1]
    assert transcript.function == "f"


def test_a_generator_comes_back_advanced() -> None:
    student = student_of("def draw(rng): return rng.standard_normal(3)")
    ours, expected = np.random.default_rng(5), np.random.default_rng(5)
    assert student.draw(ours).tolist() == expected.standard_normal(3).tolist()
    assert ours.random() == expected.random()


def test_a_function_of_the_judge_is_called_back() -> None:
    student = student_of("def slope(f, x, h=1e-5): return (f(x + h) - f(x - h)) / (2 * h)")
    assert student.slope(lambda x: x**2, 4.0) == pytest.approx(8.0, abs=1e-6)


def test_calls_nest_in_both_directions() -> None:
    student = student_of("def twice(f, x): return f(f(x))\ndef inc(x): return x + 1")
    assert student.twice(lambda x: student.inc(x) * 10, 1) == 210


def test_a_function_of_the_student_is_an_argument() -> None:
    student = student_of("def twice(f, x): return f(f(x))\ndef inc(x): return x + 1")
    assert student.twice(student.inc, 1) == 3


def test_endless_mutual_recursion_ends_in_an_exception() -> None:
    student = student_of("def f(g): return g()")

    def again() -> Any:
        return student.f(again)

    with pytest.raises(StudentRaised) as stopped:
        student.f(again)
    assert stopped.value.raised.type == "RecursionError"
    assert DEPTH < 20


def test_an_error_in_the_judges_function_reaches_the_student_without_its_text() -> None:
    student = student_of(
        "def f(g):\n    try:\n        g(1)\n    except ValueError as e:\n        return str(e)"
    )

    def secretive(x: int) -> None:
        raise ValueError(f"the expected value is {x + 41}")

    assert "42" not in student.f(secretive)


def test_objects_stay_behind_a_handle_that_can_be_called_indexed_and_asked() -> None:
    student = student_of(
        "class Net:\n"
        "    def __init__(self, k): self.params = {'W': np.full(2, k)}; self.k = k\n"
        "    def loss(self, x): return x * self.k\n"
        "    def __getitem__(self, i): return self.params['W'][i]\n"
        "    def __len__(self): return 2\n"
    )
    net = student.Net(3.0)
    assert isinstance(net, Handle)
    assert net.params["W"].tolist() == [3.0, 3.0]
    assert net.loss(2.0) == 6.0
    assert net[1] == 3.0
    assert len(net) == 2


def test_handles_keep_a_cache_on_the_far_side() -> None:
    student = student_of(
        "def forward(x): return x * 2, (x, lambda d: d * 2)\n"
        "def backward(dout, cache): return cache[1](dout)"
    )
    kept = student.forward.handles(np.ones(2))
    assert student.backward(np.ones(2), kept[1]).tolist() == [2, 2]


@pytest.mark.parametrize(
    "use", [bool, float, list, lambda h: h == 1, lambda h: h < 1, np.asarray, lambda h: 1 in h]
)
def test_a_handle_refuses_to_be_compared_converted_or_tested(use: Any) -> None:
    student = student_of("class A:\n    def __bool__(self): return True\ndef f(): return A()")
    with pytest.raises(TypeError, match="an object in the sandbox"):
        use(student.f())


def test_an_object_that_equals_everything_is_no_value() -> None:
    student = student_of(
        "class Liar(float):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "def f(): return Liar(3)"
    )
    assert isinstance(student.f(), Handle)


def test_an_exception_carries_its_type_and_text() -> None:
    student = student_of("def f(): return [][3]")
    with pytest.raises(StudentRaised) as stopped:
        student.f()
    assert stopped.value.raised.type == "IndexError"
    assert stopped.value.raised.builtin


def test_an_exception_whose_text_raises_is_still_an_exception() -> None:
    student = student_of(
        "class Odd(Exception):\n    def __str__(self): raise KeyError\ndef f(): raise Odd"
    )
    with pytest.raises(StudentRaised) as stopped:
        student.f()
    assert not stopped.value.raised.builtin
    assert "could not be made" in stopped.value.raised.message


def test_a_missing_function_is_said_with_its_file() -> None:
    with pytest.raises(StudentMissing, match=r"work\.py defines no function g"):
        student_of("def f(): pass").g()


def test_a_value_that_holds_itself_cannot_cross() -> None:
    student = student_of("def f():\n    x = []\n    x.append(x)\n    return x")
    with pytest.raises(Uncrossable):
        student.f()


def test_many_calls_give_the_values_of_single_ones() -> None:
    student = student_of("def f(x, y): return x * y")
    calls = [(np.full(3, i), i) for i in range(5000)]
    assert [v.tolist() for v in student.f.many(calls)] == [[i * i] * 3 for i in range(5000)]


def test_many_calls_may_share_keywords() -> None:
    student = student_of("def f(x, *, factor): return x * factor")
    assert student.f.many([(1,), (2,)], {"factor": 3}) == [3, 6]


def test_a_method_behind_a_handle_is_observed_and_called_many_times() -> None:
    student = student_of(
        "class A:\n    def grow(self, x):\n        x.append(1)\n        return len(x)"
    )
    grow = student.A().grow
    assert grow.observe([]).arguments == ([1],)
    assert grow.many([([],), ([0],)]) == [1, 2]


def test_many_stops_at_the_first_failure() -> None:
    student = student_of("def f(x): return 1 / x")
    with pytest.raises(StudentRaised, match="ZeroDivisionError"):
        student.f.many([(1,), (0,), (2,)])


def test_values_are_counted_as_evidence() -> None:
    transcript = Transcript()
    student = student_of("def f(x): return x", transcript)
    student.f(1)
    student.f.many([(1,), (2,)])
    assert transcript.values == 3
