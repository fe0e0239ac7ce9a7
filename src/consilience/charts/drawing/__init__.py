"""What charts are made of: the page, its rows and axis, type, glyphs, and their files."""
