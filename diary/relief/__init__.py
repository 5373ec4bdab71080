"""The science: pure functions and frozen dataclasses; no Flask, no SQL, no feature."""
