"""Editing in the studio: forms on the maintainers' files; what they change is shown, checked, written and proposed."""
