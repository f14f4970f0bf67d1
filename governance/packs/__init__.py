"""Packs: what goes into a Trust Update, frozen once, and how it becomes a PDF."""
