"""What was known of a work at a moment: who had linked it, which votes had been seen."""
