"""What choice adds: votes from outside, a reader's orders, second looks."""

SCHEMA = """
"""
