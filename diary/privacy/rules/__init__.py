"""What an export is made of, and how its values are written. Pure."""
