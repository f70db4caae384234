"""The channels that advisers write on."""
