"""The law as code. Pure: no I/O, no clock, no randomness of its own."""
