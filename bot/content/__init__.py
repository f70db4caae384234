"""What maintainers write, loaded whole, checked, and pinned by each message."""
