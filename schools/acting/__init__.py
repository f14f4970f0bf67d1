"""Acting heads: who stands in for a school's head, from when until when."""
