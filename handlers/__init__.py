"""What is said and in what order. Pure: no I/O, no clock, no randomness of its own."""
