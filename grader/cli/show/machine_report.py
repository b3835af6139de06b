"""The page of `grader doctor`: a line for every finding, what to do below it.

Apart from the command, whose `--help` does not wait for rich.
"""

from __future__ import annotations

from rich.text import Text

from grader.cli.show.console import Console
from grader.doctor.report import MachineFinding, MachineReport, State
from grader.reports.text import line

STATES = {State.OK: "green", State.WARNING: "yellow", State.MISSING: "bold red"}
STATE_COLUMN = max(map(len, STATES)) + 2


def print_machine_report(console: Console, report: MachineReport) -> None:
    """Every finding, then whether a run works here."""
    console.begin_page()
    areas = max((len(finding.area) for finding in report.findings), default=0) + 2
    for finding in report.findings:
        _print_finding(console, finding, areas)
    console.print()
    console.put(conclusion(report))


def conclusion(report: MachineReport) -> str:
    """The last sentence, for who reads only that."""
    if not report.ready:
        return "grader run does not work here yet: repair what is missing."
    warnings = sum(finding.state is State.WARNING for finding in report.findings)
    advice = {0: "", 1: " One thing could be better."}.get(
        warnings, f" {warnings} things could be better."
    )
    return f"grader run works here, in the {report.sandbox} sandbox.{advice}"


def _print_finding(console: Console, finding: MachineFinding, areas: int) -> None:
    indent = STATE_COLUMN + areas
    state = (f"{finding.state:<{STATE_COLUMN}}", STATES[finding.state])
    console.put(line(finding.sentence), indent, Text.assemble(state, (finding.area, "bold")))
    if finding.remedy:
        remedy = Text(line(finding.remedy), "italic")
        console.put(remedy, indent + 3, Text(" " * indent + "->", "italic"))
