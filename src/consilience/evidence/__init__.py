"""What a test tells: its record, its elicited power, the burden of proof."""
