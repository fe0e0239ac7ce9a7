"""Tidy frames of a factor study."""
