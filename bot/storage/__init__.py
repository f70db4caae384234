"""What the assistant keeps: conversations, replies given once, questions without answer, feedback, erasure receipts.

Knows nothing of Rasa; identifiers come in and are kept as keyed hashes only.
"""
