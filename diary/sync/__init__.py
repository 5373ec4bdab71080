"""The phone: what it saves without a network, and how that reaches the diary exactly once."""
