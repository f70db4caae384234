"""Distress: what is heard of messages by hands that nothing here learns from, and what is taken for it that is none."""
