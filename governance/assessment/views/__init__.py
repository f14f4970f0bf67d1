"""Pages of the room: rounds and what they found, answering, and what is done about it."""
