"""The two ways to receive updates, of which a bot has one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.methods.settings import Nothing
from tests.doubles.telegram.parameters import Strict
from tests.doubles.telegram.refusals import RefusedError
from tests.doubles.telegram.updates import SET_WEBHOOK
from tests.doubles.telegram.webhook import Webhook

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_UPDATES = 100
MOST_POLL_SECONDS = 50
MOST_CONNECTIONS = 100
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class GetUpdates(Strict):
    offset: int = 0
    limit: int = MOST_UPDATES
    timeout: int = 0
    allowed_updates: list[str] | None = None


class SetWebhook(Strict):
    url: str = ""
    max_connections: int = 40
    allowed_updates: list[str] | None = None
    secret_token: str | None = None


@method("getUpdates", GetUpdates)
async def get_updates(double: Server, given: GetUpdates) -> list[dict[str, Any]]:
    """The updates from the offset on; those before it are confirmed."""
    if double.webhook:
        raise RefusedError(409, _WEBHOOK_ACTIVE)
    updates = double.world.updates
    updates.allow(given.allowed_updates)
    limit = min(max(given.limit, 1), MOST_UPDATES)
    seconds = min(max(given.timeout, 0), MOST_POLL_SECONDS)
    return [update.json for update in await updates.poll(given.offset, limit, seconds)]


@method("setWebhook", SetWebhook)
async def set_webhook(double: Server, given: SetWebhook) -> bool:
    """Updates are posted to this address from now on."""
    double.world.updates.allow(given.allowed_updates)
    double.world.updates.end_poll(SET_WEBHOOK)
    connections = min(max(given.max_connections, 1), MOST_CONNECTIONS)
    await double.use_webhook(Webhook(given.url, given.secret_token or None, connections))
    return True


@method("deleteWebhook", Nothing)
async def delete_webhook(double: Server, _: Nothing) -> bool:
    """Updates wait to be fetched from now on."""
    await double.use_webhook(None)
    return True
