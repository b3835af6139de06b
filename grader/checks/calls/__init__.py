"""Calling a function under test, and what a call looks like."""
