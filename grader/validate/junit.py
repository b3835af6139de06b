"""Reports as JUnit XML, which every CI shows: a suite per assignment, a case per finding."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from grader.validate.findings import MEANING, Finding, Report


def junit(reports: Sequence[Report]) -> bytes:
    """The document."""
    root = ElementTree.Element("testsuites", name="grader validate")
    for report in reports:
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=report.assignment,
            tests=str(len(report.findings)),
            failures=str(len(report.problems)),
            errors="0",
        )
        for finding in report.findings:
            _case(suite, report.assignment, finding)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _case(suite: ElementTree.Element, assignment: str, finding: Finding) -> None:
    case = ElementTree.SubElement(
        suite, "testcase", classname=f"{assignment}.{finding.aspect}", name=finding.subject
    )
    if finding.problem:
        problem = "".join(c if c.isprintable() or c == "\n" else "?" for c in finding.problem)
        failure = ElementTree.SubElement(case, "failure", message=problem)
        failure.text = f"{problem}\nexpected: {MEANING[finding.aspect]}"
