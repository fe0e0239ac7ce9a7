"""Widgets: one Python class, one ES module and one stylesheet each, and nothing to build."""
