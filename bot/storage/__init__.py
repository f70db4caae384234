"""The storage: conversations, recent replies, unanswered questions, feedback, erasure receipts, pending updates.

It knows nothing of Rasa, and keeps identifiers only as keyed hashes.
"""
