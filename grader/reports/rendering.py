"""From a view to HTML: finds the templates and fills them in.

A page is one file: style and script are inside, nothing is fetched, and a Content-Security-Policy
names the only style and the only script that may act, by their hashes.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.errors import GraderError
from grader.model import Record
from grader.reports.class_page import ClassPage
from grader.reports.student_page import StudentPage

type_of_template: dict[type[Record], str] = {
    StudentPage: "student.html.j2",
    ClassPage: "class.html.j2",
}


def render(page: StudentPage | ClassPage) -> str:
    """The whole HTML of a page."""
    environment = _environment()
    template = environment.get_template(type_of_template[type(page)])
    return template.render(page=page, content_key=content_key(page))


def fragment(template: str, page: Record) -> str:
    """HTML that is part of somebody else's page."""
    return _environment().get_template(template).render(page=page)


def content_key(page: StudentPage | ClassPage) -> str:
    """A digest of what the page shows and of the templates: equal keys, equal pages.

    Made from the view alone, so that a student's page carries no trace of what it leaves out.
    """
    digest = hashlib.sha256(_templates_digest())
    digest.update(msgspec.json.encode(page))
    return digest.hexdigest()


def templates_folder() -> Path:
    """The templates: inside the installed package, or at the top of a checkout."""
    installed = Path(__file__).with_name("templates")
    checkout = Path(__file__).parents[2] / "templates"
    for folder in (installed, checkout):
        if (folder / "student.html.j2").is_file():
            return folder
    raise GraderError(
        f"the report templates are missing: looked in {installed} and {checkout}",
        hint="Install grader again: the package is incomplete.",
    )


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _source("_style.css.j2"), _source("_copy.js.j2")
    environment.globals.update(
        style=Markup(style),
        style_hash=_csp_hash(style),
        script=Markup(script),
        script_hash=_csp_hash(script),
    )
    return environment


@functools.cache
def _templates_digest() -> bytes:
    files = sorted(templates_folder().glob("*.j2"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).digest()


def _source(name: str) -> str:
    return (templates_folder() / name).read_text(encoding="utf-8")


def _csp_hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
