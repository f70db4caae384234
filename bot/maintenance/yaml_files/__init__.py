"""Edits of the maintainers' files that leave all other lines as written."""
