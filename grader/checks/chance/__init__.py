"""Random results: their laws, their tails, and how often a right one misses."""
