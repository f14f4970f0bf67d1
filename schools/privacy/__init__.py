"""What everyone may read about personal data and accessibility, and what the trust says and chooses there."""
