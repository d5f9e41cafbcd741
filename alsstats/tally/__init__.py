"""People by group and reading: who was read, and what becomes of those who were not."""
