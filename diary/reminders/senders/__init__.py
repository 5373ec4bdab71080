"""What leaves this machine: a mail, a push message; and how that went."""
