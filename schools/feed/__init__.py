"""A person's dates as an iCalendar feed, at a private address that can be revoked."""
