"""What a pack can say of a whole year: the plan evaluated, what the next one carries, and the board's own
record."""
