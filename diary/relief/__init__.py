"""The science: pure functions and frozen dataclasses. No Flask, no SQL, no feature."""
