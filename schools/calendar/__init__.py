"""The trust's calendar: the dates of its terms and the days on which schools are closed."""
