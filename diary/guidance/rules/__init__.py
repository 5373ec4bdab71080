"""Rules for help lines, the pages of Learn, and safety plans. Pure."""
