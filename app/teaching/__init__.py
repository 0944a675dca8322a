"""Lessons and glossary: read from data files, checked, and made into what the pages show."""
