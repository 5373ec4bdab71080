"""People: their accounts, signing in, profile, invitations, and the clinics they belong to."""
