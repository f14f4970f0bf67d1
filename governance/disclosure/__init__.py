"""What the trust hands out when asked: to a person what is held of them, to all what can be released."""
