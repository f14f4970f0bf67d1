"""How people reach the boardroom."""
