"""Drafts: what an entry says, the file that the author edits, and the form of both."""
