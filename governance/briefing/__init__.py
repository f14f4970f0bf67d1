"""The executive director's own sheet before the board meets: what is likely to be asked, and what to say."""
