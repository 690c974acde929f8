"""Questions about the world: a registry read from tables, and frames that ask of it."""
