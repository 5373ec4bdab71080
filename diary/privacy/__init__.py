"""What is a patient's own by right: all of it to take along, to bring back, to have erased."""
