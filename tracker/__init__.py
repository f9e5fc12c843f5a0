"""tracker: follows arXiv and feeds, and drafts update entries for a living post."""

__version__ = "0.1.0"
