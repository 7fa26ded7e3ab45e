"""The running program and its mouths."""
