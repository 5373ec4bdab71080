"""The bytes of an export."""
