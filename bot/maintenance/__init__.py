"""The maintainers' room: what tells them of mistakes, and shows them what an edit does, before advisers see it."""
