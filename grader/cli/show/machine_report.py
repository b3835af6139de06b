"""How a diagnosis looks on a terminal: a line for every finding, what to do below it."""

from __future__ import annotations

from rich.text import Text

from grader.cli.show.console import Console
from grader.doctor.findings import Diagnosis, Finding, State
from grader.reports.text import line

STATES = {State.OK: "green", State.WARNING: "yellow", State.MISSING: "bold red"}
STATE_COLUMN = max(map(len, STATES)) + 2


def print_diagnosis(console: Console, diagnosis: Diagnosis) -> None:
    """Every finding, then whether a run works here."""
    console.begin_page()
    areas = max((len(finding.area) for finding in diagnosis.findings), default=0) + 2
    for finding in diagnosis.findings:
        _print_finding(console, finding, areas)
    console.print()
    console.put(conclusion(diagnosis))


def conclusion(diagnosis: Diagnosis) -> str:
    """The last sentence, for who reads only that."""
    if not diagnosis.ready:
        return "grader run does not work here yet: repair what is missing."
    warnings = sum(finding.state is State.WARNING for finding in diagnosis.findings)
    advice = {0: "", 1: " One thing could be better."}.get(
        warnings, f" {warnings} things could be better."
    )
    return f"grader run works here, in the {diagnosis.sandbox} sandbox.{advice}"


def _print_finding(console: Console, finding: Finding, areas: int) -> None:
    indent = STATE_COLUMN + areas
    state = (f"{finding.state:<{STATE_COLUMN}}", STATES[finding.state])
    console.put(line(finding.sentence), indent, Text.assemble(state, (finding.area, "bold")))
    if finding.remedy:
        remedy = Text(line(finding.remedy), "italic")
        console.put(remedy, indent + 3, Text(" " * indent + "->", "italic"))
