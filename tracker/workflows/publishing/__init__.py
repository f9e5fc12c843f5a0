"""Placing approved entries in the living post, and taking the last publication back."""
