"""Prints what no terminal, file or parser likes, and is right."""

import os

RUBBISH = b"\x00\x07\x1b[2J\x1b]0;owned\x07\xff\xfe\xc3\x28\r\n</pre><script>alert(1)</script>"


def double(x):
    os.write(1, RUBBISH)
    print("\ud800 \u202e")
    return 2 * x
