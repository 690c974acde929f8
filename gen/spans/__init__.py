"""Paragraphs whose questions are answered by spans of them: which sentences can be taken out, and what is lost then."""
