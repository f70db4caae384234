"""An interpretation becomes a reply: the engine decides, the maintainers' words say it."""
