"""A message in, a reply out: order, retry and erasure around Rasa."""
