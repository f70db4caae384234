"""/parcours: an adviser's path as a page to print or copy. Its address has all the facts; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.answers.texts import LANGUAGES, AnswerTexts, value_name
from bot.channels.web.pages import page
from bot.channels.web.texts import WEB_TEXTS
from bot.content.active import ActiveContent
from bot.content.loading import Content
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from rules.ids import FactId, QuestionId
from rules.model import Programme

ROUTE: Final = "/parcours"


def path_routes(current: ActiveContent) -> APIRouter:
    """The page; its parameters are facts of the programme (`situation=recrute&territoire=40`) and `langue`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(ROUTE)
    async def path(request: Request) -> Response:
        return _page(request, current.content)

    return routes


def _page(request: Request, content: Content) -> Response:
    given = request.query_params
    language = given.get("langue", "")
    language = language if language in LANGUAGES else LANGUAGES[0]
    texts, programme = content.texts[language], content.programme
    facts = _facts(programme, given)
    introduction, path = content.answerer.path(_frame(programme, facts), language, date.today())
    return page(
        request,
        "parcours.html",
        language=language,
        other_language=next(other for other in LANGUAGES if other != language),
        words=content.of(WEB_TEXTS)[language].form.parcours,
        introduction=introduction,
        path=path,
        links={stage.line: content.answerer.links(stage.links, language) for stage in path.stages},
        fields=_fields(programme, texts, facts),
        facts=facts,
    )


def _facts(programme: Programme, given: Mapping[str, str]) -> dict[str, str]:
    """The facts of an address that the path reads; invalid values are ignored."""
    reads = programme.tables[QuestionId.MY_PATH].reads
    return {fact: given[fact] for fact in reads if given.get(fact) in programme.facts[fact].values}


def _frame(programme: Programme, facts: Mapping[str, str]) -> Frame:
    others = dict(facts)
    code = others.pop(FactId.PLACE, None)
    place = StatedPlace((code,), programme.territories[code].name) if code else None
    return Frame(QuestionId.MY_PATH, others, place)


def _fields(
    programme: Programme, texts: AnswerTexts, facts: Mapping[str, str]
) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """The form's fields: each fact with its label, its present value, and all values with their names."""
    fields = []
    for fact in programme.tables[QuestionId.MY_PATH].reads:
        definition = programme.facts[fact]
        values = [value for value in definition.values if value not in definition.transient]
        named = [(value, value_name(programme, texts, fact, value)) for value in values]
        fields.append((fact, texts.demands[fact].nom or fact, facts.get(fact, ""), named))
    return fields
