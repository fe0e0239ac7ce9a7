"""What was published and when: every answer is kept, small and whole, and any two can be compared."""
