"""Reading worked solutions (GSM8K's traces) as derivations; the public part is `compose.seed_of`."""
