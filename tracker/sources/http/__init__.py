"""Asking over HTTP: safely (no private addresses), politely, in bounded memory and time."""
