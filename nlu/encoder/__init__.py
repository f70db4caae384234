"""The pretrained contextual encoder: a vector for a text and states for its tokens, French and English in one space."""
