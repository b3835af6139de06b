"""Loops forever before it defines anything."""

while True:
    pass
