"""What an entry says: its name, sentence, quote and people, taken from the work."""
