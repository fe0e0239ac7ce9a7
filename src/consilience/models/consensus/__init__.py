"""The consensus of each question by itself."""
