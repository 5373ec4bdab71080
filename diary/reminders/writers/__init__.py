"""The bytes of push messages and calendars."""
