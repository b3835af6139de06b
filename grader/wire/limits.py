"""What one submission may use. The far side enforces it; the judge has deadlines besides."""

from __future__ import annotations

from grader.wire.record import Record

MIB = 1024 * 1024
CPU_GRACE = 1.2
"""A child is ended at this multiple of its CPU limit; results close to it the judge repeats."""
MOST_THREADS = 256
"""Threads that a child may have; a machine has some ten thousand for everybody."""
_SECONDS_A_GIB = 4.0
"""CPU seconds that a slow machine may need to hand out 1 GiB of memory; a fast one takes 0.5."""


def memory_seconds(size: int) -> float:
    """CPU seconds that a child is not ended for while its memory grows by `size` bytes.

    So that one which takes memory without end meets the memory limit first, on any machine.
    """
    return _SECONDS_A_GIB * size / (1024 * MIB)


class Limits(Record):
    """Limits of a submission; seconds, bytes and counts.

    CPU limits decide grades; wall limits are generous and only end programs that sleep.
    """

    check_cpu: float = 4.0
    """CPU seconds for one check (and for loading one part)."""
    budget_cpu: float = 20.0
    """CPU seconds for all checks of a submission together."""
    check_wall: float = 20.0
    """Seconds that a child may do nothing in one check. Time does not count in which it runs or
    waits for a processor, and a fifth of it while the judge works."""
    memory: int = 1024 * MIB
    """Bytes of private memory, the interpreter and NumPy included."""
    output: int = 1 * MIB
    """Bytes printed before the child is killed; the report keeps `output_kept` of them."""
    output_kept: int = 16 * 1024
    frame: int = 64 * MIB
    """Bytes of one frame on the wire, header and buffers together."""
    file_size: int = 16 * MIB
    open_files: int = 64
