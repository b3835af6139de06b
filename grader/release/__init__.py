"""What students get: starters made from the reference, and archives to hand out."""
