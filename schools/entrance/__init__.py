"""The second step of signing in: who must have one, how it is kept, and how a lost one is replaced."""
