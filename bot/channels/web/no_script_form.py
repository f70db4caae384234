"""/poser: the assistant as a plain form, for those who have no JavaScript. A page shows one question and its answer."""

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
from bot.channels.web.assets import digest
from bot.channels.web.errors import Refusal
from bot.channels.web.pages import page
from bot.channels.web.rate_limits import TooMany
from bot.channels.web.rendering import first_choices, greeting, safe_links, why
from bot.channels.web.sessions import Visits
from bot.channels.web.texts import WebTexts
from bot.channels.web.tokens import Visit
from bot.content.active import ActiveContent
from bot.content.hubs import NEUTRAL, HubProfile
from bot.messages import Reply

ROUTE: Final = "/poser"

_ORIGIN: Final = "form"
"""In place of a page's origin in the tokens of the form: no page's script can use them, nor the form a script's."""

_MOST_FIELDS: Final = 20
_LONGEST_ID: Final = 200


@dataclass
class _Shown:
    """What a page shows beside the form: the answer, or what went wrong.

    `sending`: the id that the next message is sent with; `written`: what stands in the field already; `failed`: the
    choice or opinion that did not get through, as its button's name and value, to be pressed again.
    """

    token: str = ""
    sending: str = field(default_factory=lambda: str(uuid.uuid4()))
    written: str = ""
    failed: tuple[str, str] | None = None
    asked: str = ""
    answered: str = ""
    reply: Reply | None = None
    notice: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def form_routes(current: ActiveContent, visits: Visits) -> APIRouter:
    """The form, and what comes of sending it."""
    routes = APIRouter(include_in_schema=False)
    form = _Form(current, visits)

    @routes.get(ROUTE)
    async def empty(request: Request) -> Response:
        return form.page(request, dict(request.query_params), _Shown())

    @routes.post(ROUTE)
    async def sent(request: Request) -> Response:
        # Of the one kind that a form without files sends; any other has no fields.
        text = (await request.body()).decode("utf-8", "replace")
        try:
            fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
        except ValueError:
            fields = {}
        fields = {**request.query_params, **fields}
        return form.page(request, fields, await form.take(request, fields))

    return routes


class _Form:
    def __init__(self, current: ActiveContent, visits: Visits) -> None:
        self._current = current
        self._visits = visits

    async def take(self, request: Request, fields: Mapping[str, str]) -> _Shown:
        """Do what was sent: a question, a choice, an opinion, the wish to erase, or the wish for another language."""
        words = self._current.content.web[_language(fields)]
        expired = ""
        try:
            try:
                visit = self._resumed(request, fields)
            except Refusal:
                visit, expired = None, words.form.expiree
            await self._visits.admit(request, visit)
            if "effacer" in fields:
                return await self._erased(request, visit, words)
            if "avis" in fields:
                return await self._rated(request, visit, fields)
            if "traduire" in fields:
                shown = await self._translated(request, visit, fields)
            else:
                visit = visit or self._visits.begin(request, self._hub(fields), _ORIGIN)
                shown = await self._asked(request, visit, fields)
        except TooMany as error:
            wait = str(error.retry_after)
            return _unsent(fields, words, words.form.trop.format(secondes=wait), 429, {"Retry-After": wait})
        except (Refusal, AssistantError):
            return _unsent(fields, words, words.form.demarre, 503)
        shown.notice = expired
        return shown

    async def _erased(self, request: Request, visit: Visit | None, words: WebTexts) -> _Shown:
        if visit is None:
            return _Shown(notice=words.widget.effacer.fait_ici)
        receipt = await self._visits.erase(request, visit)
        return _Shown(notice=words.form.efface.format(recu=receipt))

    async def _asked(self, request: Request, visit: Visit, fields: Mapping[str, str]) -> _Shown:
        message_id = fields.get("envoi", "")[:_LONGEST_ID] or str(uuid.uuid4())
        choice = fields.get("choix", "")
        text = choice or fields.get("message", "")
        # A page that the browser sends again is the same message; another question or choice on it is another one.
        key = f"{message_id}:{digest(text.encode())}"
        visit, reply = await self._visits.ask(request, visit, key, text, _language(fields))
        asked = "" if choice else text
        return _Shown(visit.token, asked=asked, answered=key, reply=reply)

    async def _rated(self, request: Request, visit: Visit | None, fields: Mapping[str, str]) -> _Shown:
        words = self._current.content.web[_language(fields)].widget.avis
        if visit is None:
            return _Shown(notice=words.trop_tard)
        answered = fields.get("repondu", "")[:_LONGEST_ID]
        try:
            reply = await self._visits.rate(request, visit, answered, useful=fields["avis"] == "utile")
        except Refusal:
            return _Shown(visit.token, notice=words.trop_tard)
        return _Shown(visit.token, answered=answered, reply=reply, notice=words.merci)

    async def _translated(self, request: Request, visit: Visit | None, fields: Mapping[str, str]) -> _Shown:
        """The page in another language; the answer stays in its own."""
        written = fields.get("message", "")
        if visit is None:
            return _Shown(written=written)
        answered = fields.get("repondu", "")[:_LONGEST_ID]
        reply = await self._visits.answer(request, visit, answered)
        return _Shown(visit.token, written=written, answered=answered, reply=reply)

    def _resumed(self, request: Request, fields: Mapping[str, str]) -> Visit | None:
        token = fields.get("jeton")
        return self._visits.resume(request, token, self._hub(fields).id, _ORIGIN) if token else None

    def _begun(self, request: Request, hub: HubProfile) -> str:
        """The token of a new conversation; "" while the server starts."""
        try:
            return self._visits.begin(request, hub, _ORIGIN).token
        except Refusal:
            return ""

    def _hub(self, fields: Mapping[str, str]) -> HubProfile:
        hubs = self._current.content.hubs
        return hubs.get(fields.get("hub", ""), hubs[NEUTRAL])

    def page(self, request: Request, fields: Mapping[str, str], shown: _Shown) -> Response:
        """The page, with the form for the next question. It brings a token, so that it can be sent again and erased."""
        language = _language(fields)
        content = self._current.content
        words = content.web[language]
        hub = self._hub(fields)
        reply = shown.reply
        return page(
            "poser.html",
            shown.status,
            shown.headers,
            language=language,
            other_language=next(other for other in LANGUAGES if other != language),
            words=words.form,
            widget=words.widget,
            hub=hub,
            greeting=greeting(hub, words, language),
            first=first_choices(content, language),
            token=shown.token or self._begun(request, hub),
            begun=bool(shown.token),
            message_id=shown.sending,
            written=shown.written,
            failed=shown.failed,
            asked=shown.asked,
            answered=shown.answered,
            reply=reply,
            links=safe_links(reply) if reply else (),
            rateable=bool(reply and reply.rateable),
            why=why(reply) if reply else None,
            erased=bool(reply and reply.erased),
            notice=shown.notice,
        )


def _unsent(
    fields: Mapping[str, str], words: WebTexts, notice: str, status: int, headers: Mapping[str, str] | None = None
) -> _Shown:
    """What is shown of what did not get through: it can be sent again as it is."""
    if "effacer" in fields:
        notice = words.widget.effacer.echec
    elif "avis" in fields:
        notice = words.widget.avis.echec
    return _Shown(
        fields.get("jeton", ""),
        sending=fields.get("envoi", "")[:_LONGEST_ID] or str(uuid.uuid4()),
        written=fields.get("message", ""),
        failed=next(((name, fields[name]) for name in ("avis", "choix") if name in fields), None),
        answered=fields.get("repondu", "")[:_LONGEST_ID],
        notice=notice,
        status=status,
        headers=dict(headers or {}),
    )


def _language(fields: Mapping[str, str]) -> str:
    asked = fields.get("traduire") or fields.get("langue", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
