"""A patient's rights over their data: consent, export, restore and erasure."""
