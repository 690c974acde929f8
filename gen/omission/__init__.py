"""Hiding a number in a text that people wrote: which numbers can go, what stands in their place, what is then missing.

The public part is `facts.facts_of`.
"""
