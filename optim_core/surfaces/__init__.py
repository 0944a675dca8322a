"""One family of loss landscapes a file."""
