"""The law as code: pure functions and frozen data. Nothing here reads a clock or a network."""
