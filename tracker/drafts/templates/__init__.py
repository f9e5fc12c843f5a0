"""The form of an entry: the built-in templates, the author's own, and what is wrong with one."""
