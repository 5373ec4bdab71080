"""An invented clinic to look around in: one doctor, three simulated patients."""
