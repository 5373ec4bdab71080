"""When a reminder is due, what it says, and where it may be sent. Pure."""
