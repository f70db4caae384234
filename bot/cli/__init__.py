"""The command `aiguilleur`: one module for each kind of command."""
