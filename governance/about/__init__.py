"""The trust in one page: for everyone once it is published, and for its members."""
