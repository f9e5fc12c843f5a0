"""Feeds as a source: conditional requests; and lists of feeds, as readers exchange them."""
