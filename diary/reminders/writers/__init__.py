"""The bytes that leave: an encrypted push message, a calendar."""
