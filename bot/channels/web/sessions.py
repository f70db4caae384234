"""A visit to the assistant from a web page, by the widget or by the form: what it asks, rates and erases."""

from __future__ import annotations

from fastapi import Request

from bot.channels.web.assistants import assistant_of
from bot.channels.web.client_address import address, is_local
from bot.channels.web.errors import Refusal
from bot.channels.web.tokens import TokenError, Tokens, Visit
from bot.content.active import ActiveContent
from bot.content.hubs import HubProfile
from bot.messages import Message, Reply


class Visits:
    """What goes on in conversations of the web. One for the server; it keeps nothing between requests."""

    def __init__(self, current: ActiveContent) -> None:
        self._current = current

    def begin(self, request: Request, hub: HubProfile, origin: str) -> Visit:
        """A new conversation."""
        return self._tokens(request).begin(hub.id, origin)

    def resume(self, request: Request, token: str, hub: str | None, origin: str) -> Visit:
        """The conversation of a token.

        Raises:
            Refusal: the token does not hold for this hub and origin, with 401.
        """
        try:
            visit = self._tokens(request).read(token, hub, origin)
        except TokenError as error:
            raise Refusal(401, "token_invalid", str(error), {"WWW-Authenticate": "Bearer"}) from error
        if visit.claims.hub not in self._current.content.hubs:
            raise Refusal(401, "token_invalid", "the token's hub is no more", {"WWW-Authenticate": "Bearer"})
        return visit

    async def admit(self, request: Request, visit: Visit | None) -> None:
        """Count a request: for its conversation, unless that only begins, and for its address.

        Raises:
            TooMany: it is one too many.
        """
        assistant_of(request)
        if not is_local(request):
            conversation = f"web:{visit.claims.conversation}" if visit else None
            await request.app.state.limits.admit(conversation=conversation, address=address(request))

    async def ask(
        self, request: Request, visit: Visit, message_id: str, text: str, language: str | None
    ) -> tuple[Visit, Reply]:
        """Answer a message; after an erasure the conversation is a new one."""
        claims = visit.claims
        territory = self._current.content.hubs[claims.hub].territory
        message = Message(claims.conversation, text, "web", language, territory, id=message_id)
        reply = await assistant_of(request).reply(message)
        if reply.erased:
            visit = self._tokens(request).begin(claims.hub, claims.origin)
        return visit, reply

    async def answer(self, request: Request, visit: Visit, message_id: str) -> Reply | None:
        """The answer that was given to a message, while it is kept."""
        return await assistant_of(request).given("web", visit.claims.conversation, message_id)

    async def rate(
        self,
        request: Request,
        visit: Visit,
        message_id: str,
        *,
        useful: bool,
        reason: str | None = None,
        text: str | None = None,
    ) -> Reply:
        """Keep an opinion on the answer to a message; gives the answer.

        Raises:
            Refusal: the answer is no longer kept, or answers no question of the programme, with 404.
            AssistantError: a turn of the conversation does not end, or the database does not answer.
        """
        reply = await assistant_of(request).rate(
            "web", visit.claims.conversation, message_id, useful=useful, reason=reason, text=text
        )
        if reply is None:
            raise Refusal(404, "no_longer_kept", "the answer to this message is not kept, or takes no opinion")
        return reply

    async def erase(self, request: Request, visit: Visit) -> str:
        """Erase what is kept of a conversation; the receipt's number.

        Raises:
            AssistantError: a turn of the conversation does not end, or the database does not answer.
        """
        return (await assistant_of(request).erase("web", visit.claims.conversation)).number

    @staticmethod
    def _tokens(request: Request) -> Tokens:
        assistant_of(request)
        # Made once the assistant is loaded: its keys are read then.
        tokens: Tokens = request.app.state.tokens
        return tokens
