"""How a validation looks on a terminal: a row for every aspect, the problems below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.cli.show.console import Console
from grader.reports.text import line
from grader.validate.findings import MEANING, Aspect, Finding, Report

LONGEST = 600
"""Characters of a problem."""


def print_report(console: Console, report: Report, *, quiet: bool) -> None:
    """What was found about one assignment; with `quiet` its problems only."""
    if quiet:
        for finding in report.problems:
            console.print(f"{report.assignment}: {_said(finding)}", soft_wrap=True)
        return
    console.begin_page()
    console.print(Text(f"{report.assignment}: {conclusion(report)}", "bold"))
    console.print(table_of(report))
    for remark in remarks(report):
        console.print(Padding.indent(remark, 2))
    console.print()


def conclusion(report: Report) -> str:
    """The first line, for who reads only that."""
    problems = len(report.problems)
    if not problems:
        return "all of it holds"
    return "1 problem" if problems == 1 else f"{problems} problems"


def table_of(report: Report) -> Table:
    """A row for every aspect that was looked at, then its problems."""
    table = Table(box=None, pad_edge=True, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for aspect, group in groupby(report.findings, key=lambda finding: finding.aspect):
        found = list(group)
        wrong = [finding for finding in found if finding.problem]
        state = Text("failed", "bold red") if wrong else Text("ok", "green")
        table.add_row(state, aspect, _count(len(found) - len(wrong), len(found)), _meaning(aspect))
        for finding in wrong:
            table.add_row("", "", "", Text(_said(finding), "red"))
    return table


def remarks(report: Report) -> Iterator[str]:
    """Figures that are no findings."""
    said = report.naming
    if said.named or said.silent or said.wrong:
        yield (
            f"as others write them: {said.named} mistakes named, {said.silent} silent, "
            f"{said.wrong} wrong"
        )
    run = report.repetition
    if run.runs:
        yield (
            f"the reference lost points in {run.lost} of {run.runs} runs; it met {run.secrets} "
            f"other secrets and {run.environments} other environments"
        )
    if report.shares:
        check, share = max(report.shares.items(), key=lambda item: item[1])
        yield f"closest to its CPU limit: {check}, {share:.1%}"


def _count(well: int, all_of: int) -> str:
    return str(all_of) if well == all_of else f"{well}/{all_of}"


def _meaning(aspect: Aspect) -> Text:
    return Text(MEANING[aspect])


def _said(finding: Finding) -> str:
    return line(finding.problem, LONGEST)
