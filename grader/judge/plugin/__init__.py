"""Checks as pytest functions: collected, given their fixtures, run; their ends become verdicts."""
