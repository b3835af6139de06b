"""What the judge and the child of a submission say to each other, one frame a message.

The judge asks and the child answers. While it works on a request the child may ask back (`Ask`):
a function of the judge's was given as an argument and is being called. The judge runs it, perhaps
with requests of its own in between, and replies with `Answer` or `Refuse`.
"""

from __future__ import annotations

from grader.wire.marshalling import Held, Named, Node
from grader.wire.record import Record

MESSAGE_LENGTH = 2000
"""Characters that are kept of an exception's text."""
NAME_LENGTH = 200
"""Characters that are kept of a name that a submission chose."""
FRAMES = 20
"""Entries that are kept of a traceback, the last ones."""
NOT_ALLOWED = "grader.far.child.imports.PackageNotAllowed"
"""`Threw.type` when a submission imports a package that its assignment does not allow."""


class Message(Record, array_like=True, tag=True, tag_field="says"):
    """Base of all messages; `Node` fields refer to the buffers of the same frame."""


# --- the judge asks ---------------------------------------------------------------------------


class Stock(Message):
    """The files of the submission, and the open code it may build on. Nothing is run yet."""

    files: Node
    """dict: path -> bytes."""
    given: Node
    """bytes of `given.py`, or None."""


class Load(Message):
    """Run a part's file and keep its namespace under the part's name."""

    part: str
    file: str


class Run(Message):
    """Run a cell of a notebook in the namespace of a part; the answer is `Ran`."""

    part: str
    file: str
    """The part's file, which names the module."""
    path: str
    """Of the cell, among the files."""
    definitions: bool = False
    """Run only imports, functions, classes and plain constants."""


class Begin(Message):
    """A check begins: forget handles, reset seeds, error state, folder and environment.

    It has no answer: the first call of the check waits for it anyway.
    """

    seed: int


class Call(Message):
    """Call a function of the submission, a handle, or something of `given`."""

    target: Named | Held
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...] = ()
    keep: bool = False
    """Keep the result on the far side and send a handle, whatever it is."""
    keep_items: tuple[int, ...] = ()
    """Do so with these items only, when the result is a tuple."""


class Many(Message):
    """Call one function with many argument lists; ends at the first that fails."""

    target: Named | Held
    calls: tuple[tuple[Node, ...], ...]
    keywords: tuple[tuple[tuple[str, Node], ...], ...]
    """Of each call."""
    leave_out: tuple[int, ...] = ()
    """None stands for these items of a result that is a tuple: nobody asks for so many handles."""


class Variable(Message):
    """What a part calls by a name that is no function: plain data such as `ANSWERS`."""

    target: Named


class Attribute(Message):
    """An attribute of a handle."""

    target: Held
    name: str


class Item(Message):
    """An item of a handle."""

    target: Held
    key: Node


class Length(Message):
    """The length of a handle."""

    target: Held


class Answer(Message):
    """What the judge's function returned."""

    value: Node


class Refuse(Message):
    """The judge's function raised; only the name of a built-in exception type crosses."""

    type: str


# --- the child answers ------------------------------------------------------------------------


class Done(Message):
    """`Stock` or `Load` went well; `names` are the callables a part defines."""

    names: tuple[str, ...] = ()


class Ran(Message):
    """A cell was run. Where it could not be compiled the answer is `Threw`, and nothing ran."""

    failure: Threw | None = None
    """What the first of its statements that failed raised; those after it were run."""


class Change(Message):
    """An argument as it is after the call: a position, or a keyword's name."""

    argument: int | str
    value: Node


class Returned(Message):
    """A value, and the arguments that the call changed in place."""

    value: Node
    changed: tuple[Change, ...] = ()


class FrameOf(Message):
    """A traceback entry inside the submission's files."""

    file: str
    line: int
    function: str


class Threw(Message):
    """The submission's code raised."""

    type: str
    base: str
    """The nearest built-in class of the exception."""
    message: str
    frames: tuple[FrameOf, ...]


class Missing(Message):
    """The part loaded, but defines no such name (or, where it is called, something uncallable)."""

    name: str


class Kept(Message):
    """What came back cannot cross: it holds itself, or is too large or too deep."""

    path: str


class Returns(Message):
    """Answers to `Many`: all of them, or those before `failure`."""

    values: tuple[Node, ...]
    failure: Threw | Missing | Kept | None = None


class Ask(Message):
    """The submission calls a function of the judge's."""

    stub: int
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...] = ()


Request = Stock | Load | Run | Call | Many | Variable | Attribute | Item | Length
Reply = Done | Ran | Returned | Returns | Threw | Missing | Kept
ToChild = Request | Begin | Answer | Refuse
ToJudge = Reply | Ask
