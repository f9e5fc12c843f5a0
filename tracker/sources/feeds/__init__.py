"""Feeds as a source: asked with conditional requests. And lists of feeds, as readers exchange them."""
