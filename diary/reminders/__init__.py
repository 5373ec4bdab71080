"""Reminders: a patient's choices, what is due, and sending it."""
