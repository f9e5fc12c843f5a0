"""Watchlists as a whole: checked, given feeds, exchanged, tried against the stored past."""
