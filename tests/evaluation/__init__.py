"""How well sentences are understood, ours and a public benchmark's; nothing here runs when the assistant answers."""
