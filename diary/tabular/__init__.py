"""Files of other programs: what they are, what their columns mean, how their cells read. Pure."""
