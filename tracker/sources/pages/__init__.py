"""Pages of the web: their text, the facts that they state of themselves, the feeds they name."""
