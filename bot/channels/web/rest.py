"""The route of Rasa's REST channel, for existing clients. `sender` is whatever the client sends."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.channels.web.client_address import limited_address, opens
from bot.channels.web.errors import Refusal
from bot.channels.web.schema import RestRequest, RestResponse, refusals
from bot.channels.web.sessions import assistant_of
from bot.messages import Message, Reply
from bot.process.settings import Settings

ROUTE = "/webhooks/rest/webhook"


def rest_routes(settings: Settings) -> APIRouter:
    """The route. Anyone who knows a `sender` can read and erase that conversation, so other machines need a token."""
    routes = APIRouter()

    @routes.post(
        ROUTE,
        response_model=list[RestResponse],
        response_model_exclude_none=True,
        responses=refusals(403, 413, 422, 429, 503),
        tags=["rest"],
        summary="Send a message as to Rasa's REST channel",
    )
    async def rest(body: RestRequest, request: Request) -> Response:
        """Others than the server's machine need the operator's token, as a bearer token (REST_TOKEN)."""
        assistant = assistant_of(request)
        limits, client = request.app.state.limits, limited_address(request)
        if client:
            if not opens(request, settings.rest_token):
                raise Refusal(
                    403, "not_open", "only from this machine, or with the token of REST_TOKEN; /api is public"
                )
            await limits.admit(conversation=f"rest:{body.sender}", address=client, text=body.message)
        async with limits.in_turn(client):
            reply = await assistant.reply(Message(body.sender, body.message, "rest", id=body.message_id))
        # Written directly: FastAPI would check our own answer and convert it twice.
        return Response(msgspec.json.encode([rest_form(body.sender, reply)]), media_type="application/json")

    return routes


def rest_form(recipient: str, reply: Reply) -> dict[str, Any]:
    """A reply as a message of Rasa's REST channel: choices are buttons with `payload`, then links with `url`."""
    buttons = [{"title": choice.title, "payload": choice.id} for choice in reply.choices]
    buttons += [{"title": link.title, "url": link.url} for link in reply.all_links]
    message: dict[str, Any] = {"recipient_id": recipient, "text": reply.text}
    if buttons:
        message["buttons"] = buttons
    return message
