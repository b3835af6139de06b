"""Sandboxes: backends start a far side, the channel talks to it."""
