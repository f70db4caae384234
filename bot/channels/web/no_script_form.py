"""/poser: the assistant as a plain form, without JavaScript. A page shows one question and its answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.answers.texts import LANGUAGES
from bot.assistant.errors import AssistantError
from bot.channels.rate_limits import TooManyRequests
from bot.channels.web.assets import digest
from bot.channels.web.errors import Refusal
from bot.channels.web.pages import page
from bot.channels.web.rendering import first_choices, greeting, why_choice
from bot.channels.web.sessions import Sessions
from bot.channels.web.texts import WEB_TEXTS, WebTexts
from bot.channels.web.tokens import Session
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.messages import LONGEST_MESSAGE, Reply

ROUTE: Final = "/poser"

_ORIGIN: Final = "form"
"""Replaces the origin in tokens of the form: no page's script can use these, and the form cannot use a script's."""

_FORGET_PAGES: Final = {"Clear-Site-Data": '"cache"'}
"""After an erasure, "Back" no longer shows the conversation."""

_MAX_FIELDS: Final = 20
_MAX_ID_CHARACTERS: Final = 200
_BUTTONS: Final = frozenset({"effacer", "avis", "traduire", "choix"})
"""Buttons other than the one that sends the text field."""


@dataclass
class _PageContent:
    """The content of a page besides the form: the answer, or what went wrong.

    Attributes:
        token: token for the next submission.
        next_message_id: id of the next message.
        draft: text of the field.
        failed_button: name and value of a choice or opinion that failed, to press again.
        question: the message that `reply` answers.
        message_id: its id.
        reply: the answer.
        notice: a line about what happened.
        status: HTTP status.
        headers: HTTP headers.
    """

    token: str = ""
    next_message_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    draft: str = ""
    failed_button: tuple[str, str] | None = None
    question: str = ""
    message_id: str = ""
    reply: Reply | None = None
    notice: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def form_routes(current: ActiveContent, sessions: Sessions) -> APIRouter:
    """The form, and the page after each submission of it."""
    routes = APIRouter(include_in_schema=False)
    form = _Form(current, sessions)

    @routes.get(ROUTE)
    async def empty(request: Request) -> Response:
        # A link may fill in a question (`?message=`), for people to send or not.
        content = _PageContent(draft=request.query_params.get("message", ""))
        return form.page(request, dict(request.query_params), content)

    @routes.post(ROUTE)
    async def submit(request: Request) -> Response:
        # The encoding of forms without files; other bodies have no fields.
        text = (await request.body()).decode("utf-8", "replace")
        try:
            fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
        except ValueError:
            fields = {}
        fields = {**request.query_params, **fields}
        return form.page(request, fields, await form.take(request, fields))

    return routes


class _Form:
    def __init__(self, current: ActiveContent, sessions: Sessions) -> None:
        self._current = current
        self._sessions = sessions

    async def take(self, request: Request, fields: Mapping[str, str]) -> _PageContent:
        """Carry out a submission: a question, a choice, an opinion, an erasure, or a change of language."""
        words = self._current.content.of(WEB_TEXTS)[_language(fields)]
        expired = ""
        try:
            try:
                session = self._resume(request, fields)
            except Refusal:
                session, expired = None, words.form.expiree
            await self._sessions.admit(request, session, fields.get("message"))
            if not _BUTTONS & fields.keys() and len(fields.get("message", "")) > LONGEST_MESSAGE:
                return _unsent(fields, words, _too_long(fields["message"], words), 413)
            if "effacer" in fields:
                return await self._erase(request, session, words)
            if "avis" in fields:
                return await self._rate(request, session, fields)
            if "traduire" in fields:
                page_content = await self._translate(request, session, fields)
            else:
                session = session or self._sessions.begin(request, self._hub(fields), _ORIGIN)
                page_content = await self._ask(request, session, fields)
        except TooManyRequests as error:
            wait = str(error.retry_after)
            return _unsent(fields, words, words.form.trop.format(secondes=wait), 429, {"Retry-After": wait})
        except (Refusal, AssistantError):
            return _unsent(fields, words, words.form.demarre, 503)
        page_content.notice = expired
        return page_content

    async def _erase(self, request: Request, session: Session | None, words: WebTexts) -> _PageContent:
        if session is None:
            return _PageContent(notice=words.widget.effacer.fait_ici)
        receipt = await self._sessions.erase(request, session)
        return _PageContent(notice=words.form.efface.format(recu=receipt), headers=dict(_FORGET_PAGES))

    async def _ask(self, request: Request, session: Session, fields: Mapping[str, str]) -> _PageContent:
        message_id = fields.get("envoi", "")[:_MAX_ID_CHARACTERS] or str(uuid.uuid4())
        choice = fields.get("choix", "")
        text = choice or fields.get("message", "")
        # A page sent again by the browser is the same message; another question or choice on it is a new one.
        key = f"{message_id}:{digest(text.encode())}"
        session, reply = await self._sessions.ask(request, session, key, text, _language(fields))
        asked = "" if choice else text
        headers = dict(_FORGET_PAGES) if reply.erased else {}
        return _PageContent(session.token, question=asked, message_id=key, reply=reply, headers=headers)

    async def _rate(self, request: Request, session: Session | None, fields: Mapping[str, str]) -> _PageContent:
        words = self._current.content.of(WEB_TEXTS)[_language(fields)].widget.avis
        if session is None:
            return _PageContent(notice=words.trop_tard)
        answered = fields.get("repondu", "")[:_MAX_ID_CHARACTERS]
        try:
            reply = await self._sessions.rate(request, session, answered, useful=fields["avis"] == "utile")
        except Refusal:
            return _PageContent(session.token, notice=words.trop_tard)
        return _PageContent(session.token, message_id=answered, reply=reply, notice=words.merci)

    async def _translate(self, request: Request, session: Session | None, fields: Mapping[str, str]) -> _PageContent:
        """The page in another language; the answer stays in its own."""
        written = fields.get("message", "")
        if session is None:
            return _PageContent(draft=written)
        answered = fields.get("repondu", "")[:_MAX_ID_CHARACTERS]
        reply = await self._sessions.answer(request, session, answered)
        return _PageContent(session.token, draft=written, message_id=answered, reply=reply)

    def _resume(self, request: Request, fields: Mapping[str, str]) -> Session | None:
        token = fields.get("jeton")
        return self._sessions.resume(request, token, self._hub(fields).id, _ORIGIN) if token else None

    def _new_token(self, request: Request, hub: HubProfile) -> str:
        """The token of a new conversation; "" while the server starts."""
        try:
            return self._sessions.begin(request, hub, _ORIGIN).token
        except Refusal:
            return ""

    def _hub(self, fields: Mapping[str, str]) -> HubProfile:
        hubs = self._current.content.hubs
        return hubs.get(fields.get("hub", ""), hubs[NEUTRAL])

    def page(self, request: Request, fields: Mapping[str, str], page_content: _PageContent) -> Response:
        """The page, with the form for the next question. Its token lets that be sent again, and erased."""
        language = _language(fields)
        content = self._current.content
        words = content.of(WEB_TEXTS)[language]
        hub = self._hub(fields)
        reply = page_content.reply
        return page(
            request,
            "poser.html",
            page_content.status,
            page_content.headers,
            language=language,
            other_language=next(other for other in LANGUAGES if other != language),
            words=words.form,
            widget=words.widget,
            hub=hub,
            greeting=greeting(hub, words, language),
            first=first_choices(content, language),
            token=page_content.token or self._new_token(request, hub),
            begun=bool(page_content.token),
            message_id=page_content.next_message_id,
            written=page_content.draft,
            failed=page_content.failed_button,
            asked=page_content.question,
            answered=page_content.message_id,
            reply=reply,
            rateable=bool(reply and reply.rateable),
            why=why_choice(reply) if reply else None,
            erased=bool(reply and reply.erased),
            notice=page_content.notice,
        )


def _too_long(text: str, words: WebTexts) -> str:
    return words.widget.trop_long.format(longueur=len(text), maximum=LONGEST_MESSAGE)


def _unsent(
    fields: Mapping[str, str], words: WebTexts, notice: str, status: int, headers: Mapping[str, str] | None = None
) -> _PageContent:
    """The page of a failed submission, which can be sent again as it is."""
    if "effacer" in fields:
        notice = words.widget.effacer.echec
    elif "avis" in fields:
        notice = words.widget.avis.echec
    return _PageContent(
        fields.get("jeton", ""),
        next_message_id=fields.get("envoi", "")[:_MAX_ID_CHARACTERS] or str(uuid.uuid4()),
        draft=fields.get("message", ""),
        failed_button=next(((name, fields[name]) for name in ("avis", "choix") if name in fields), None),
        message_id=fields.get("repondu", "")[:_MAX_ID_CHARACTERS],
        notice=notice,
        status=status,
        headers=dict(headers or {}),
    )


def _language(fields: Mapping[str, str]) -> str:
    asked = fields.get("traduire") or fields.get("langue", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
