"""The two ways to receive updates, of which a bot has one at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.methods.settings import Nothing
from tests.doubles.telegram.parameters import Strict
from tests.doubles.telegram.refusals import RefusedError, bad_request
from tests.doubles.telegram.updates import SET_WEBHOOK
from tests.doubles.telegram.webhook import Webhook

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_UPDATES = 100
MOST_POLL_SECONDS = 50
MOST_CONNECTIONS = 100
MOST_SECRET = 256
PORTS = (443, 80, 88, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
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
    ip_address: str | None = None
    max_connections: int = 40
    allowed_updates: list[str] | None = None
    drop_pending_updates: bool = False
    secret_token: str | None = None


class DeleteWebhook(Strict):
    drop_pending_updates: bool = False


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
    if not given.url:
        return await _no_webhook(double, given.drop_pending_updates)
    _check_address(given.url)
    if given.secret_token is not None:
        if len(given.secret_token) > MOST_SECRET:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(given.secret_token):
            raise bad_request("secret token contains unallowed characters")
    double.world.updates.allow(given.allowed_updates)
    if given.drop_pending_updates:
        double.world.updates.clear()
    double.world.updates.end_poll(SET_WEBHOOK)
    connections = min(max(given.max_connections, 1), MOST_CONNECTIONS)
    await double.use_webhook(Webhook(given.url, given.secret_token or None, connections, given.ip_address))
    return True


@method("deleteWebhook", DeleteWebhook)
async def delete_webhook(double: Server, given: DeleteWebhook) -> bool:
    """Updates wait to be fetched from now on."""
    return await _no_webhook(double, given.drop_pending_updates)


@method("getWebhookInfo", Nothing)
def get_webhook_info(double: Server, _: Nothing) -> dict[str, Any]:
    """Where updates are posted, how many wait and what went wrong last."""
    webhook = double.webhook
    updates = double.world.updates
    info: dict[str, Any] = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.waiting()),
    }
    if webhook:
        info |= {"max_connections": webhook.max_connections, **double.last_error()}
        if webhook.ip_address:
            info["ip_address"] = webhook.ip_address
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    return info


async def _no_webhook(double: Server, drop: bool) -> bool:
    if drop:
        double.world.updates.clear()
    await double.use_webhook(None)
    return True


def _check_address(address: str) -> None:
    """HTTPS on one of four ports; for tests also plain HTTP and any port, on this machine."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: Wrong port number specified in the URL") from None
    local = parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not parts.hostname:
        raise bad_request("bad webhook: URL host is empty")
    if not local and port not in (None, *PORTS):
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
