"""Bodies, how they are made up, and who sits on them since when."""
