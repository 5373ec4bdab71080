"""What an entry may say, and what it means. Pure."""
