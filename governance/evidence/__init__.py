"""What the trust can show of an inspection area: decisions, questions, remits, figures and what was found."""
