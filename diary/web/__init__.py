"""How pages behave: who is admitted, headers, the unit of work, errors, fields. No feature."""
