"""Entries: scores, side effects, a note. Logged in seconds, never lost."""
