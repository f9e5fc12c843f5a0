"""What follows from stored works and is kept beside them: matches, features, identities.

Each bears a stamp of the rules that made it, and is made anew when these change.
"""
