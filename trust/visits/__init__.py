"""How long a visit lasts: thirty minutes after the last thing a person did, and never beyond twelve hours."""
