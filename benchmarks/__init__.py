"""Measurements on real data and whole commands; ``make bench`` runs them, no test asserts on a time."""
