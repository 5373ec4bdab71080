"""Who did what, when: one row for every write and for every look of somebody else."""
