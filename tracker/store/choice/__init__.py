"""What could be proposed: matches, features and standings of the stored works."""
