"""What can be asked of the boardroom."""
