"""Help lines from their settings file, and what the pages of Learn are called. Pure."""
