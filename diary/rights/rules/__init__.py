"""What an export is made of, and how its values and cells are written. Pure."""
