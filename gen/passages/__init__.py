"""Passages of our own: short texts drawn from sheets, with facts that can be hidden and questions that need them."""
