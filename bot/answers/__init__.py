"""From an interpretation to a reply: the engine decides, the maintainers' texts word it."""
