"""A message in, a reply out: turn order, retries and erasure around Rasa."""
