"""Frames and charts as something to hand on: methods, tables, a page, a folder of results."""
