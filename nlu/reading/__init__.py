"""The reading of a message: what it means in its conversation, learnt from messages whose writers said it."""
