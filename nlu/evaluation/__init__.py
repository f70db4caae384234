"""How well sentences are understood, measured for those who maintain them."""
