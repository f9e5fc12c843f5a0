"""What the author said and what tracker wrote for it: decisions, entries, publications."""
