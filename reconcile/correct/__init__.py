"""Which fixes are made, and the values of a correction."""
