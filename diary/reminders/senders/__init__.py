"""Sending mails and push messages."""
