"""The server: its processes, how it is put together, its health, and new content while it runs."""
