"""What one submission may use. The far side enforces it; the judge has deadlines besides."""

from __future__ import annotations

from grader.wire.record import Record

MIB = 1024 * 1024


class Limits(Record):
    """Limits of a submission; seconds, bytes and counts.

    CPU limits decide grades; wall limits are generous and only end programs that sleep.
    """

    check_cpu: float = 4.0
    """CPU seconds for one check (and for loading one part)."""
    budget_cpu: float = 20.0
    """CPU seconds for all checks of a submission together."""
    check_wall: float = 20.0
    """Seconds of wall time for one check, the judge's own work included."""
    memory: int = 1024 * MIB
    """Bytes of private memory, the interpreter and NumPy included."""
    output: int = 1 * MIB
    """Bytes printed before the child is killed; the report keeps `output_kept` of them."""
    output_kept: int = 16 * 1024
    frame: int = 64 * MIB
    """Bytes of one frame on the wire, header and buffers together."""
    file_size: int = 16 * MIB
    open_files: int = 64
