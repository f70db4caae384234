"""Adapting the encoder to what advisers mean: the rows it learns from, and the learning."""
