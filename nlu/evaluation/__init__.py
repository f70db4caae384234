"""Measurements of the language part on public data; nothing here runs when the assistant answers."""
