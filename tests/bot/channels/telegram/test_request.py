"""What comes in place of Telegram's answer: it is tried again, and none of its words get into the log."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pydantic import SecretStr
from telegram import Bot
from telegram.error import NetworkError

from bot.channels.telegram.request import TelegramRequest
from tests.doubles.telegram import BadGateway, Double

WORDS = "Théophraste habite à Dax"


@pytest_asyncio.fixture
async def request_and_bot(double: Double) -> AsyncIterator[tuple[TelegramRequest, Bot]]:
    request = TelegramRequest()
    token = SecretStr(double.token).get_secret_value()
    async with Bot(token, f"{double.url}/bot", request=request, get_updates_request=request) as bot:
        yield request, bot


@pytest.mark.parametrize("code", [200, 401, 409, 502])
async def test_a_page_of_any_status_counts_as_out_of_reach_and_its_words_are_not_logged(
    double: Double, request_and_bot: tuple[TelegramRequest, Bot], caplog: pytest.LogCaptureFixture, code: int
) -> None:
    request, bot = request_and_bot
    for body in (f"<p>{WORDS}</p>", f'{{"text": "{WORDS}', f'["{WORDS}"]'):
        double.fail("getMe", BadGateway(code, body))
        with caplog.at_level(logging.DEBUG), pytest.raises(NetworkError) as error:
            await bot.get_me()
        assert type(error.value) is NetworkError
        assert request.health == "not reached"
        assert WORDS not in f"{error.value!r} {error.value.__cause__!r} {caplog.text}"
