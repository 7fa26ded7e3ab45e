"""Files to documents. Text formats are read here, the others in a limited child process."""
