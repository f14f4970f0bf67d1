"""How the board sees itself: a self-assessment by round, answered anonymously, and what follows from it."""
