"""From the policy to a classic BPF program, and into the kernel.

See Documentation/userspace-api/seccomp_filter.rst of the Linux kernel. The program reads `struct
seccomp_data`: the call's number at 0, the architecture at 4, six arguments of 64 bits from 16 on,
lower half first on both architectures.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from typing import NamedTuple

from grader.far.lockdown import policy
from grader.far.lockdown import syscalls as kernel
from grader.far.lockdown.numbers import NUMBERS
from grader.far.lockdown.policy import Condition, IsNull, Masked, NotMasked, OneOf

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
ERRNO = 0x00050000

LOAD, AND, RETURN = 0x20, 0x54, 0x06
JUMP_EQUAL, JUMP_GREATER, JUMP_GREATER_EQUAL = 0x15, 0x25, 0x35

X32_CALLS = 0x40000000
"""On x86-64, numbers from here on are calls of the x32 ABI."""

_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16


class Architecture(NamedTuple):
    """One of the two machines we know; `column` is its place in NUMBERS."""

    audit: int
    column: int


ARCHITECTURES = {
    "x86_64": Architecture(0xC000003E, 0),
    "aarch64": Architecture(0xC00000B7, 1),
}


class Instruction(NamedTuple):
    """One BPF instruction; jumps count the instructions to skip when true and when false."""

    code: int
    if_true: int
    if_false: int
    operand: int


def this_architecture() -> Architecture | None:
    """The architecture of this interpreter, or None when there is no filter for it."""
    is_64_bit = struct.calcsize("P") == 8
    return ARCHITECTURES.get(os.uname().machine) if is_64_bit else None


def assemble(architecture: Architecture, *, pid: int, processes: bool) -> list[Instruction]:
    """The filter for process `pid`: foreign ABIs die, what is not in the policy is refused."""
    rules = policy.conditions(pid, processes)
    allowed = policy.ALLOWED + (policy.PROCESSES if processes else ())
    program = [
        _load(_ARCHITECTURE),
        *_unless(JUMP_EQUAL, architecture.audit, KILL_PROCESS),
        _load(_NUMBER),
    ]
    if architecture is ARCHITECTURES["x86_64"]:
        program += _when(JUMP_GREATER_EQUAL, X32_CALLS, KILL_PROCESS)
    for number in _numbers(allowed, architecture):
        program += _when(JUMP_EQUAL, number, ALLOW)
    for number in _numbers(policy.ABSENT, architecture):
        program += _when(JUMP_EQUAL, number, ERRNO | errno.ENOSYS)
    for name, conditions in rules.items():
        for number in _numbers((name,), architecture):
            program += _rule(number, conditions)
    program += _when(JUMP_GREATER, policy.NEWEST_REFUSED_AS_FORBIDDEN, ERRNO | errno.ENOSYS)
    return [*program, _return(ERRNO | errno.EPERM)]


def encode(program: Iterable[Instruction]) -> bytes:
    """The program as an array of `struct sock_filter`."""
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def install(program: bytes) -> None:
    """Bind the calling thread, and all it will create, to the program."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

    argument = Program(len(program) // struct.calcsize("=HBBI"), program)
    filter_mode = 2
    kernel.prctl(kernel.PR_SET_SECCOMP, filter_mode, ctypes.addressof(argument))


def _numbers(names: Iterable[str], architecture: Architecture) -> list[int]:
    found = (NUMBERS[name][architecture.column] for name in names)
    return sorted(number for number in found if number is not None)


def _rule(number: int, conditions: tuple[Condition, ...]) -> list[Instruction]:
    """Allow call `number` if all conditions hold, refuse it otherwise, fall through for others."""
    tests = [test for condition in conditions for test in _tests(condition)]
    body = [
        *(_aimed(test, len(tests) - place) for place, test in enumerate(tests)),
        _return(ALLOW),
        _return(ERRNO | errno.EPERM),
    ]
    return [Instruction(JUMP_EQUAL, 0, len(body), number), *body]


def _aimed(test: Instruction, refusal: int) -> Instruction:
    """The test with _REFUSE replaced by the number of instructions to skip."""
    if_true, if_false = (
        refusal if jump == _REFUSE else jump for jump in (test.if_true, test.if_false)
    )
    return test._replace(if_true=if_true, if_false=if_false)


_REFUSE = -1
"""A jump out of a condition, to the end of its rule."""


def _tests(condition: Condition) -> list[Instruction]:
    """Instructions that go on behind themselves if the condition holds, else jump to _REFUSE."""
    low = _ARGUMENTS + 8 * condition.argument
    match condition:
        case OneOf(_, values):
            *others, last = values
            found = [
                Instruction(JUMP_EQUAL, len(values) - 1 - place, 0, value)
                for place, value in enumerate(others)
            ]
            return [_load(low), *found, Instruction(JUMP_EQUAL, 0, _REFUSE, last)]
        case IsNull():
            zero = Instruction(JUMP_EQUAL, 0, _REFUSE, 0)
            return [_load(low), zero, _load(low + 4), zero]
        case Masked(_, mask, value):
            return [_load(low), _and(mask), Instruction(JUMP_EQUAL, 0, _REFUSE, value)]
        case NotMasked(_, mask, value):
            return [_load(low), _and(mask), Instruction(JUMP_EQUAL, _REFUSE, 0, value)]


def _load(offset: int) -> Instruction:
    return Instruction(LOAD, 0, 0, offset)


def _and(mask: int) -> Instruction:
    return Instruction(AND, 0, 0, mask)


def _return(action: int) -> Instruction:
    return Instruction(RETURN, 0, 0, action)


def _when(jump: int, operand: int, action: int) -> list[Instruction]:
    return [Instruction(jump, 0, 1, operand), _return(action)]


def _unless(jump: int, operand: int, action: int) -> list[Instruction]:
    return [Instruction(jump, 1, 0, operand), _return(action)]
