"""Value of information, discrimination, variance-based indices: arrays in, arrays out."""
