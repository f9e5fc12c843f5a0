"""Feeds as a source: asked with conditional requests, and the lists of them that feed readers exchange."""
