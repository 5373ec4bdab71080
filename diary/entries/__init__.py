"""Check-ins: scores, side effects, a note; logged in seconds, never lost."""
