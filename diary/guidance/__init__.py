"""Help now, and the short pages of Learn."""
