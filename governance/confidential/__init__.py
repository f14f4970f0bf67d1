"""Part 2: what the board discusses alone, as a file of its own that nobody else can read or even find."""
