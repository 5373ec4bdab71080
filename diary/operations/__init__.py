"""The operator's work: the database encrypted, saved and brought back, its keys replaced."""
