"""The author's file: read back to the byte, and what it decides."""
