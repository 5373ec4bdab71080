"""A file that a patient handed over: kept until she has read what it would add."""
