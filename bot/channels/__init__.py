"""The channels that advisers write on, beside the REST route of `bot/web.py`."""
