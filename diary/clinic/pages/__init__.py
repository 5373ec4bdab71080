"""What the doctor's pages need, ready to print."""
