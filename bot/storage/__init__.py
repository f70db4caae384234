"""The storage: conversations, replies given once, questions without answer, feedback, erasure receipts,
and the updates of a channel until they are answered.

Knows nothing of Rasa; identifiers come in and are kept as keyed hashes only.
"""
