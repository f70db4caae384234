"""What was asked: examples, Rasa components, territories, and the reading of a message in its conversation."""
