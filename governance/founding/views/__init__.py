"""Pages of the first hour."""
