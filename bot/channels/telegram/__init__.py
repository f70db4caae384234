"""Telegram: what advisers read there, and what they may send."""
