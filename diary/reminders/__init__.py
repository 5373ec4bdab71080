"""Reminders: when a patient wants to be asked, by which way, and the sending of it."""
