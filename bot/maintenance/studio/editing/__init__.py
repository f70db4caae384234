"""Editing in the studio: forms on the maintainers' files; changes are shown, checked, written and proposed."""
