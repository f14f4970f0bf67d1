"""The training plan of trustees and governors."""
