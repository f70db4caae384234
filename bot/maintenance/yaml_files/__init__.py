"""Changes of the maintainers’ files that leave every other line as it is written."""
