"""Studies: exhibits that are computed but are no race, asked for, worked out and told."""
