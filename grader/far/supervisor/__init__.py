"""The process that starts children of a slot, counts what they use, ends and reaps them."""
