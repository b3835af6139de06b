"""What an attack may be answered, so that it got nothing and goes on with the next."""

import errno
from contextlib import contextmanager

import places


@contextmanager
def refused():
    """Go on after a refusal: not permitted or, in a container, read-only or not even there."""
    try:
        yield
    except OSError as error:
        if errno.errorcode.get(error.errno) not in places.REFUSALS:
            raise
