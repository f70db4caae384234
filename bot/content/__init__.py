"""Everything maintainers write: loaded as a whole, checked, and pinned by each message."""
