"""The double of the Bot API, for all tests of the channel."""

from tests.doubles.conftest import bot, double, served  # noqa: F401  (fixtures)
