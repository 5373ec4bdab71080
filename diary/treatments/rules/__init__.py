"""What a treatment session is, what may be stored of it, and what is worth a second look."""
