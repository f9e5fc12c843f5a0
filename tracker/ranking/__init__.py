"""What comes first, and why? A score in named parts, learned from what the author decided."""
