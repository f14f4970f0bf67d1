"""Taking back what was issued: asked by one person, confirmed by another, erased but for its tombstone."""
