"""Maps: where runs from a whole plane of starts end, and what comes of a plane of settings."""
