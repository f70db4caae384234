"""A bot that answers each message of its inbox in four parts, without a model: a program of its own, to be killed."""

from __future__ import annotations

import asyncio
import json

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.rendering import MessagePart
from bot.channels.telegram.worker import Worker
from bot.process.settings import load_settings
from bot.storage.stores import Stores
from bot.storage.update_queue import ClaimedUpdate

PARTS = 4
ANSWER_TIMEOUT_SECONDS = 3.0
"""Seconds that Telegram has: the channel's own are too many for a test."""


async def main() -> None:
    settings = load_settings()
    stores = Stores.open(settings)
    await stores.update_queue.take_over()
    token, url = settings.telegram_token.get_secret_value(), settings.telegram_api_url
    async with Bot(token, f"{url}/bot", request=HTTPXRequest(8, read_timeout=ANSWER_TIMEOUT_SECONDS)) as bot:
        delivery = Delivery(bot, stores.update_queue)

        async def handle(claimed: ClaimedUpdate) -> bool:
            message = json.loads(claimed.payload)["message"]
            target = ChatTarget(message["chat"]["id"], message=message["message_id"])
            parts = [MessagePart(f"partie {number + 1}") for number in range(PARTS)]
            await delivery.send(claimed.update, target, parts, claimed.sent)
            return False

        async def give_up(_claimed: ClaimedUpdate) -> None:
            raise AssertionError("nothing here is given up")

        worker = Worker(stores.update_queue, handle, give_up, stores.database.settle)
        worker.start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
