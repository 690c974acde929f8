"""The sense lexicon: trigger words in harmless senses, and requests in a plain and a loaded wording."""
