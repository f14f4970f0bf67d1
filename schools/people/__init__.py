"""People and their roles: who has an account, how they come in, what they may do, and how they leave."""
