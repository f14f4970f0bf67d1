"""Editions of a Trust Update: for other readers than the board, each taken from the board's own freeze."""
