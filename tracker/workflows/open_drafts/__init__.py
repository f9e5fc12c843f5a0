"""The drafts that are open: their files as they stand now, what these decide, and when they end.

The file is the truth on its entries; the store remembers what was written.
"""
