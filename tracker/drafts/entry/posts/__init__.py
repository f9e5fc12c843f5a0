"""What the entry of a post says: who speaks, what is claimed, what a title lists."""
