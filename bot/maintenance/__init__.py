"""The maintainers' tools: they find mistakes, and show what an edit changes, before advisers see it."""
