"""A later version of what was issued: what it changes, why, and both side by side."""
