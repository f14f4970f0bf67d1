"""The trust's settings: the sizes of small groups, who sees what early, and the trust's own words."""
