"""Rules for consent, exports, restores and erasures. Pure."""
