"""What does a topic want, and why? Phrases, authors and whole feeds against one work."""
