"""Training curves: recomputed, bounded, read."""
