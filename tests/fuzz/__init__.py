"""Texts, tables and settings at random, against what must hold of all: ``make fuzz``."""
