"""One optimizer or close family a file."""
