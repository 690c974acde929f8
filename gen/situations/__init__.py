"""Situations: short stories that tell places, times and people, and questions that hang on them."""
