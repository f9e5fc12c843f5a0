"""How works come in: by a poll, by hand, or out of the post. What is asked, how it is stored."""
