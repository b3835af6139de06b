"""The bytes of a Python file, once it is sure that they are text that Python can read."""

from __future__ import annotations

import codecs
import io
import re
import tokenize

from grader.intake import caps
from grader.intake.safe_names import shown
from grader.intake.tree import File, Refused, TreeEntry, Unreadable

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
ENCODINGS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb2312|gbk|gb18030|big5|euc_\w+|shift_jis"
)
"""Encodings of text editors. Others take time that grows with the square of the length (idna)."""


def source_of(node: TreeEntry) -> bytes:
    """All bytes of a Python file, as they are. Raises `Unreadable`."""
    if isinstance(node, Refused):
        raise Unreadable(node.where, node.reason)
    if not isinstance(node, File):
        raise Unreadable(node.where, "is a folder")
    data = node.read(caps.SOURCE)
    fault = _fault(data)
    if fault:
        raise Unreadable(node.where, fault)
    return data


def _fault(data: bytes) -> str:
    """What keeps Python from reading `data` as text; empty if nothing does."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return f"is {name}; save it as UTF-8"
    if b"\0" in data:
        return "holds NUL bytes, so it is no Python source; save it as UTF-8 text"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        fault = f"has an encoding that cannot be read ({shown(str(error))}); save it as UTF-8"
        return _undecodable(data, "utf-8") or fault
    if not ENCODINGS.fullmatch(codecs.lookup(encoding).name):
        return f"declares the encoding {shown(encoding)!r}; save it as UTF-8"
    return _undecodable(data, encoding)


def _undecodable(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"is not {encoding} in line {line}; save it as UTF-8"
    return ""
