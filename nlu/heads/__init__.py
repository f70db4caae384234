"""Heads: small trained models over the encoder's states, that tell what a message does, and what is so, of whom."""
