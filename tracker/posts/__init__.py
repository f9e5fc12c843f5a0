"""The living post: bytes as headings, lists and entries; edits that place and that take out."""
