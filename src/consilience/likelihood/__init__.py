"""A statement given a population: rows, kernels, restatements."""
