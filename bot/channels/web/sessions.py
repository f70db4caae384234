"""Sessions of the web: the conversation of a request from the widget or the form, and its rights."""

from __future__ import annotations

from fastapi import Request

from bot.assistant.service import Assistant
from bot.channels.web.client_address import limited_address
from bot.channels.web.errors import Refusal
from bot.channels.web.tokens import Session, TokenError, Tokens
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.messages import Message, Reply
from nlu.entities.model import StatedPlace


def assistant_of(request: Request) -> Assistant:
    """The assistant of the process that serves the request.

    Raises:
        Refusal: it is not loaded yet, with 503.
    """
    assistant: Assistant | None = getattr(request.app.state, "assistant", None)
    if assistant is None:
        raise Refusal(503, "starting", "the server is starting; try again", {"Retry-After": "5"})
    return assistant


class Sessions:
    """Begins and resumes sessions, and passes requests to the assistant. One for the server, without state."""

    def __init__(self, current: ActiveContent) -> None:
        self._current = current

    def begin(self, request: Request, hub: HubProfile, origin: str) -> Session:
        """A session of a new conversation."""
        return self._tokens(request).begin(hub.id, origin)

    def resume(self, request: Request, token: str, hub: str | None, origin: str) -> Session:
        """The session of a token.

        Raises:
            Refusal: the token does not hold for this hub and origin, with 401.
        """
        try:
            session = self._tokens(request).read(token, hub, origin)
        except TokenError as error:
            raise Refusal(401, "token_invalid", str(error), {"WWW-Authenticate": "Bearer"}) from error
        if session.claims.hub not in self._current.content.hubs:
            raise Refusal(401, "token_invalid", "the hub of the token has closed", {"WWW-Authenticate": "Bearer"})
        return session

    async def admit(self, request: Request, session: Session | None, text: str | None = None) -> None:
        """Count a request for its address and, unless it begins one, for its conversation.

        Args:
            request: the request.
            session: its session, if it has one.
            text: the text to read, if any.

        Raises:
            TooManyRequests: the limit of one of them is reached.
        """
        assistant_of(request)
        if client := limited_address(request):
            conversation = f"web:{session.claims.conversation}" if session else None
            await request.app.state.limits.admit(conversation=conversation, address=client, text=text)

    async def ask(
        self,
        request: Request,
        session: Session,
        message_id: str,
        text: str,
        language: str | None,
        department: str | None = None,
    ) -> tuple[Session, Reply]:
        """Answer a message.

        Args:
            request: the request.
            session: its session.
            message_id: the message's id.
            text: the message.
            language: language of the page.
            department: code that replaces the hub's territory; ignored if it is not a department's.

        Returns:
            The session for the next request (a new one after an erasure), and the reply.
        """
        claims = session.claims
        content = self._current.content
        place = content.programme.territories.get(department or "")
        territory = StatedPlace((place.code,), place.name) if place else content.hubs[claims.hub].territory
        message = Message(claims.conversation, text, "web", language, territory, _hub(session), message_id)
        assistant = assistant_of(request)
        async with request.app.state.limits.in_turn(limited_address(request)):
            reply = await assistant.reply(message)
        if reply.erased:
            session = self._tokens(request).begin(claims.hub, claims.origin)
        return session, reply

    async def answer(self, request: Request, session: Session, message_id: str) -> Reply | None:
        """The answer given to a message; None if it is no longer kept."""
        return await assistant_of(request).given("web", session.claims.conversation, message_id)

    async def rate(
        self,
        request: Request,
        session: Session,
        message_id: str,
        *,
        useful: bool,
        reason: str | None = None,
        text: str | None = None,
    ) -> Reply:
        """Keep an opinion on the answer to a message; returns the answer.

        Raises:
            Refusal: the answer is no longer kept, or answers no question of the programme, with 404.
            AssistantError: a turn of the conversation does not end, or the database does not answer.
        """
        reply = await assistant_of(request).rate(
            "web", session.claims.conversation, message_id, useful=useful, reason=reason, text=text, hub=_hub(session)
        )
        if reply is None:
            raise Refusal(404, "no_longer_kept", "the answer to this message is not kept, or takes no opinion")
        return reply

    async def erase(self, request: Request, session: Session) -> str:
        """Erase what is kept of a conversation; returns the number of the receipt.

        Raises:
            AssistantError: a turn of the conversation does not end, or the database does not answer.
        """
        return (await assistant_of(request).erase("web", session.claims.conversation)).number

    @staticmethod
    def _tokens(request: Request) -> Tokens:
        assistant_of(request)
        # Created when the assistant is loaded, since its keys are read then.
        tokens: Tokens = request.app.state.tokens
        return tokens


def _hub(session: Session) -> str | None:
    """The hub of a session; None on pages without a hub."""
    return None if session.claims.hub == NEUTRAL else session.claims.hub
