"""A file that a patient handed over: kept until they have read what it would add."""
