"""nescio."""
