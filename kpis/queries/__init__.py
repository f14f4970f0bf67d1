"""What can be asked of the counting house, each answer in a constant number of queries."""
