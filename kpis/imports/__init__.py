"""Reading what others send in: the published statistics of England, and returns filled in offline."""
