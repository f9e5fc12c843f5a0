"""What a work is like: traits, words and subjects, packed into bytes."""
