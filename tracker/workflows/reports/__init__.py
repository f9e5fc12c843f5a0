"""What is stored, told: works, sources, what was learned. Nothing here writes."""
