"""What could be put before the author now, in which order, and with what beside it."""
