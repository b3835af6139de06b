"""Gradients by differences: where, how, and what follows from it."""
