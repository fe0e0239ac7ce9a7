"""An outcome and what would change minds about it."""
