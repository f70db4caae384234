"""A visit to the assistant from a web page, by the widget or by the form: what it asks, rates and erases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import Request
from rasa.core.lock_store import LockError

from bot.channels.web.assistants import assistant_of
from bot.channels.web.client_address import address, is_local
from bot.channels.web.errors import Refusal
from bot.channels.web.tokens import TokenError, Tokens, Visit
from bot.content.active import ActiveContent
from bot.content.hubs import HubProfile
from bot.messages import Message, Reply
from bot.storage.feedback import Opinion
from bot.storage.identifiers import ConversationKey


class Visits:
    """What goes on in conversations of the web. One for the server; it keeps nothing between requests."""

    def __init__(self, current: ActiveContent, retention_days: int) -> None:
        self._current = current
        self._lifetime = timedelta(days=retention_days)

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
        return await assistant_of(request).given(self._conversation_key(request, visit), message_id)

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
            Refusal: the answer is no longer kept, or answers no question of the programme, with 404; a turn of the
                conversation does not end, with 503.
        """
        conversation_key = self._conversation_key(request, visit)
        # In a turn: the answer may be about to be erased, or the same opinion may come twice.
        async with _unless_busy(), assistant_of(request).locks.lock(conversation_key.id):
            reply = await self.answer(request, visit, message_id)
            if reply is None or not reply.rateable:
                raise Refusal(404, "no_longer_kept", "the answer to this message is not kept, or takes no opinion")
            opinion = Opinion(useful, reply.question, reply.outcome, reply.trace, reason, text)
            await assistant_of(request).stores.feedback.give(conversation_key, opinion)
        return reply

    async def erase(self, request: Request, visit: Visit) -> str:
        """Erase what is kept of a conversation; the receipt's number.

        Raises:
            Refusal: a turn of the conversation does not end, with 503.
        """
        async with _unless_busy():
            return (await assistant_of(request).erase("web", visit.claims.conversation)).number

    @staticmethod
    def _conversation_key(request: Request, visit: Visit) -> ConversationKey:
        return assistant_of(request).stores.identifiers.conversation("web", visit.claims.conversation)

    def _tokens(self, request: Request) -> Tokens:
        # Of the assistant's own keys: they are read when it is loaded.
        return Tokens(assistant_of(request).stores.identifiers, self._lifetime)


@asynccontextmanager
async def _unless_busy() -> AsyncIterator[None]:
    try:
        yield
    except LockError as error:
        raise Refusal(503, "busy", "the conversation is busy; try again", {"Retry-After": "5"}) from error
