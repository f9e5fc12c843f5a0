"""Taking the author's decisions: out of the editor, or from the command line."""
