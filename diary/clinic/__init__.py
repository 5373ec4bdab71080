"""The doctor's side: who shares with them, one patient's follow-up, and visits."""
