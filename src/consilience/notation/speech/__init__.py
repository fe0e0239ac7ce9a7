"""Probabilities as they are spoken of: a phrase is read whole, into what the notation would say for it."""

from consilience.notation.speech.reading import spoken

__all__ = ["spoken"]
