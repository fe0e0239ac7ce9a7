"""One function per form of the notation, each with its grammar."""
