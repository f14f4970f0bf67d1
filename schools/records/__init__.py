"""The history, read: who did what and when, in plain words, and whether the chain still holds."""
