"""The drafts that are open: their files as they stand now, what these decide, when they end, and
what moves from them to drafts/done/ and back.

The file is the truth on its entries; the store remembers what was written.
"""
