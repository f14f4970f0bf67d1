"""Everything that the portal keeps, in a folder, and back out of it into an empty database of either kind."""
