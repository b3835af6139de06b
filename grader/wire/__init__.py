"""What both sides of a sandbox share: frames, messages, and the values that cross in them."""
