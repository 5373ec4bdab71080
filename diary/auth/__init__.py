"""Signing in and staying in: sessions, passwords, the second factor, the lock of a device."""
