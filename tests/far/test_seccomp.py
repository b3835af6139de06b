"""The filter as a program, run by an interpreter of our own, for both architectures."""

from __future__ import annotations

import errno
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.far.lockdown import policy, seccomp
from grader.far.lockdown.numbers import NUMBERS
from grader.far.lockdown.seccomp import ALLOW, ARCHITECTURES, ERRNO, KILL_PROCESS, Instruction
from tests.far.forbidden_calls import FORBIDDEN

PID = 4321
REFUSED, ABSENT = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
LONGEST = 4096
"""BPF_MAXINSNS, the kernel's limit."""

PROGRAMS = {
    (machine, processes): seccomp.assemble(architecture, pid=PID, processes=processes)
    for machine, architecture in ARCHITECTURES.items()
    for processes in (False, True)
}
machines = pytest.mark.parametrize("machine", ARCHITECTURES)


def decide(
    program: Sequence[Instruction], audit: int, number: int, arguments: Sequence[int] = ()
) -> int:
    """What the kernel would answer to a call."""
    words = [number, audit, 0, 0]
    for argument in (*arguments, 0, 0, 0, 0, 0, 0)[:6]:
        words += [argument & 0xFFFFFFFF, argument >> 32]
    place, value = 0, 0
    while True:
        code, if_true, if_false, operand = program[place]
        place += 1
        match code:
            case seccomp.LOAD:
                value = words[operand // 4]
            case seccomp.AND:
                value &= operand
            case seccomp.RETURN:
                return operand
            case seccomp.JUMP_EQUAL:
                place += if_true if value == operand else if_false
            case seccomp.JUMP_GREATER:
                place += if_true if value > operand else if_false
            case seccomp.JUMP_GREATER_EQUAL:
                place += if_true if value >= operand else if_false


def answer(machine: str, name: str, *arguments: int, processes: bool = False) -> int:
    """What the filter of a machine says about a call by name."""
    architecture = ARCHITECTURES[machine]
    number = {**NUMBERS, **FORBIDDEN}[name][architecture.column]
    assert number is not None
    return decide(PROGRAMS[machine, processes], architecture.audit, number, arguments)


def exists(machine: str, name: str) -> bool:
    return {**NUMBERS, **FORBIDDEN}[name][ARCHITECTURES[machine].column] is not None


# --- completeness -----------------------------------------------------------------------------


@machines
def test_each_number_is_decided_as_the_policy_says(machine: str) -> None:
    architecture = ARCHITECTURES[machine]
    names = {numbers[architecture.column]: name for name, numbers in NUMBERS.items()}
    conditional = policy.conditions(PID, processes=False)
    for number in range(1024):
        name = names.get(number)
        if name in conditional:
            continue
        if name in policy.ALLOWED:
            expected = ALLOW
        elif name in policy.ABSENT or number > 450:
            expected = ABSENT
        else:
            expected = REFUSED
        program = PROGRAMS[machine, False]
        assert decide(program, architecture.audit, number) == expected, (number, name)


@machines
def test_each_forbidden_call_is_refused_whatever_its_arguments(machine: str) -> None:
    answers = {
        (name, argument): answer(machine, name, *[argument] * 6)
        for name in FORBIDDEN
        if exists(machine, name)
        for argument in (0, 1, PID, 2**64 - 1)
    }
    assert len(answers) > 4 * 150
    assert {call: said for call, said in answers.items() if said != REFUSED} == {}


def test_no_call_is_both_allowed_and_forbidden() -> None:
    ours = [
        *policy.ALLOWED,
        *policy.PROCESSES,
        *policy.ABSENT,
        *policy.conditions(PID, processes=False),
    ]
    assert len(ours) == len(set(ours))
    assert set(ours) == set(NUMBERS)
    assert set(ours) & set(FORBIDDEN) == set(policy.PROCESSES)


@pytest.mark.parametrize("column", [0, 1])
def test_no_two_names_share_a_number(column: int) -> None:
    both = {**NUMBERS, **FORBIDDEN}
    numbers = [n[column] for n in both.values() if n[column] is not None]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=map(str, PROGRAMS))
def test_the_program_is_short_enough_and_each_jump_stays_inside(
    program: list[Instruction],
) -> None:
    assert len(program) < LONGEST
    assert len(seccomp.encode(program)) == 8 * len(program)
    for place, (code, if_true, if_false, _) in enumerate(program):
        if code != seccomp.RETURN:
            assert place + 1 + max(if_true, if_false) < len(program)


# --- foreign ABIs -----------------------------------------------------------------------------


@machines
@pytest.mark.parametrize("audit", [0x40000003, 0x40000028, 0xC000003E, 0xC00000B7, 0])
def test_a_call_of_another_architecture_kills(machine: str, audit: int) -> None:
    if audit != ARCHITECTURES[machine].audit:
        for number in (0, 39, 63, 172):
            assert decide(PROGRAMS[machine, False], audit, number) == KILL_PROCESS


@given(number=st.integers(0x40000000, 0xFFFFFFFF))
def test_an_x32_call_kills(number: int) -> None:
    architecture = ARCHITECTURES["x86_64"]
    assert decide(PROGRAMS["x86_64", False], architecture.audit, number) == KILL_PROCESS


# --- arguments --------------------------------------------------------------------------------

wide = st.integers(0, 2**64 - 1)
high = st.integers(0, 2**32 - 1).map(lambda number: number << 32)


@machines
@given(flags=wide)
def test_memory_that_no_limit_counts_cannot_be_mapped(machine: str, flags: int) -> None:
    shared_without_a_file = flags & 0x01 and flags & 0x20
    grows = flags & 0x100
    expected = REFUSED if shared_without_a_file or grows else ALLOW
    assert answer(machine, "mmap", 0, 4096, 3, flags) == expected


@machines
@given(flags=wide)
def test_only_a_file_opened_for_writing_can_be_truncated(machine: str, flags: int) -> None:
    mode, truncates = flags & 3, flags & 0o1000
    expected = REFUSED if mode == 3 or (truncates and mode == 0) else ALLOW
    assert answer(machine, "openat", 0, 0, flags) == expected
    if exists(machine, "open"):
        assert answer(machine, "open", 0, flags) == expected


@machines
@given(pid=st.integers(0, 2**32 - 1), upper=high)
@pytest.mark.parametrize("name", ["kill", "tkill", "tgkill"])
def test_signals_go_to_the_process_itself_only(
    machine: str, name: str, pid: int, upper: int
) -> None:
    assert answer(machine, name, upper | pid) == (ALLOW if pid == PID else REFUSED)
    assert answer(machine, name, upper | PID) == ALLOW


@machines
@given(flags=wide)
def test_without_processes_clone_makes_threads_only(machine: str, flags: int) -> None:
    is_thread = flags & 0x10000 and not flags & 0x7E020000
    assert answer(machine, "clone", flags) == (ALLOW if is_thread else REFUSED)


@machines
@given(flags=wide)
def test_with_processes_clone_makes_no_namespace_and_no_sibling(machine: str, flags: int) -> None:
    expected = REFUSED if flags & 0x7E028000 else ALLOW
    assert answer(machine, "clone", flags, processes=True) == expected


@machines
def test_programs_can_be_started_only_where_processes_may(machine: str) -> None:
    assert answer(machine, "execve", processes=True) == ALLOW
    assert answer(machine, "execve", processes=False) == REFUSED
    assert answer(machine, "execveat", processes=True) == REFUSED


@machines
@given(pointer=wide)
def test_a_pointer_that_must_be_null_is_compared_in_full(machine: str, pointer: int) -> None:
    expected = ALLOW if pointer == 0 else REFUSED
    assert answer(machine, "sendto", 5, 1, 1, 0, pointer, 16) == expected
    assert answer(machine, "prlimit64", 0, 7, pointer, 1) == expected


@machines
@pytest.mark.parametrize("pointer", [1, 1 << 32, 1 << 63])
def test_half_a_null_pointer_is_not_null(machine: str, pointer: int) -> None:
    assert answer(machine, "sendto", 5, 1, 1, 0, pointer, 16) == REFUSED


@machines
@pytest.mark.parametrize(("pid", "expected"), [(0, ALLOW), (PID, ALLOW), (1, REFUSED)])
def test_limits_can_be_read_of_the_process_itself_only(
    machine: str, pid: int, expected: int
) -> None:
    assert answer(machine, "prlimit64", pid, 7, 0, 1) == expected


@machines
@given(command=st.integers(0, 2**32 - 1) | st.integers(0, 1100), upper=high)
def test_fcntl_knows_descriptors_and_flags_and_nothing_else(
    machine: str, command: int, upper: int
) -> None:
    expected = ALLOW if command in (0, 1, 2, 3, 4, 1030) else REFUSED
    assert answer(machine, "fcntl", 0, upper | command) == expected


@machines
@pytest.mark.parametrize(
    ("name", "argument", "refused"),
    [
        ("ioctl", 1, [0x5412, 0x541C, 0x8901, 0x8902, 0x541D, 0x5410, 0x100005412]),
        ("prctl", 0, [1, 4, 8, 22, 38, 47, 59, 0x59616D61, 0x100000001]),
    ],
)
def test_other_requests_to_devices_and_the_process_are_refused(
    machine: str, name: str, argument: int, refused: list[int]
) -> None:
    for request in refused:
        assert answer(machine, name, *[0] * argument, request) == REFUSED
