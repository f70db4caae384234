"""What an adviser sees of an answer, in one language, before the name of the place is written into it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from bot.answers.answerer import Answerer
from bot.answers.explanations import Explainer
from bot.answers.texts import LANGUAGES, typeset
from bot.content.loading import Content
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from nlu.intents import ABOUT_LAST_ANSWER
from rules.decision import Ask, Decision
from rules.ids import FactId
from rules.model import Programme, Row, Text

PLACE = "\ue000"
"""Stands for "in the Landes" in a text; of the private part of Unicode, so no text has it."""


@dataclass(frozen=True)
class View:
    """The parts of an answer that can change, each a list of texts."""

    paragraphs: tuple[str, ...]
    notices: tuple[str, ...]
    links: tuple[str, ...]
    choices: tuple[str, ...]
    sources: tuple[str, ...]
    explanations: tuple[str, ...]
    """What « Pourquoi ? », « La source » and « Depuis quand ? » answer, without the adviser's own facts."""

    @property
    def placed(self) -> bool:
        """Whether the name of the place stands in it."""
        return any(PLACE in text for part in fields(self) for text in getattr(self, part.name))

    def at(self, place: str) -> View:
        """The view with the name of a place written in."""
        return View(
            *(
                tuple(dict.fromkeys(text.replace(PLACE, place) for text in getattr(self, part.name)))
                for part in fields(self)
            )
        )


Views = tuple[View, ...]
"""By language, in the order of LANGUAGES."""


@dataclass(frozen=True)
class RenderedAnswer:
    """An answer in every language, and the rows that gave it (none where a fact is asked for)."""

    views: Views
    rows: tuple[Row, ...]

    @property
    def by_contact(self) -> bool:
        """Whether whom to ask depends on the table of contacts, beside the question's own."""
        return any(row.then.contact_by_course for row in self.rows)

    @property
    def placed(self) -> bool:
        """Whether the name of the place stands in it."""
        return any(view.placed for view in self.views)

    def at(self, places: tuple[str, ...]) -> Views:
        """The views with the name of a place in each language."""
        return tuple(view.at(place) for view, place in zip(self.views, places, strict=True))


class Version:
    """One version of the files, as it answers."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.programme = content.programme
        placeless = _placeless(content.programme)
        self._answerer = Answerer(placeless, content.texts)
        self._explainer = Explainer(placeless)
        self._shown: dict[Hashable, Views] = {}

    def within(self, code: str) -> tuple[str, ...]:
        """How the texts name a territory, in each language."""
        territory = self.programme.territories[code]
        return tuple(typeset(territory.within.in_language(language), language) for language in LANGUAGES)

    def render(self, question: str, stated: Mapping[str, str], day: date) -> RenderedAnswer:
        """The answer to a question on a day, with PLACE for the place's name; `stated` is the territory too."""
        facts = dict(stated)
        code = facts.pop(FactId.PLACE, None)
        asked = Frame(question, facts, StatedPlace((code,), PLACE) if code else None)
        decisions = [part.decision for part in self._answerer.parts(asked, day)]
        key = (question, FactId.COURSE in facts, code is None, tuple(map(_substance, decisions)))
        views = self._shown.get(key)
        if views is None:
            views = self._shown[key] = tuple(self._view(asked, language, day, decisions) for language in LANGUAGES)
        rows = [decision.trace.deciding for decision in decisions if not isinstance(decision, Ask)]
        return RenderedAnswer(views, tuple(row for row in rows if row))

    def _view(self, asked: Frame, language: str, day: date, decisions: Sequence[Decision]) -> View:
        reply = self._answerer.answer(asked, language, day)
        texts = self.content.texts[language]
        explained = dict.fromkeys(
            self._explainer.explain(about, decision, {}, None, texts)
            for decision in decisions
            for about in sorted(ABOUT_LAST_ANSWER)
        )
        return View(
            reply.paragraphs,
            reply.notices,
            tuple(f"{link.title} ({link.url})" for link in reply.links),
            tuple(choice.title for choice in reply.choices),
            reply.sources,
            tuple(explained),
        )


def _substance(decision: Decision) -> Hashable:
    """What the words of an answer follow from, within one version: decisions alike in it are rendered alike."""
    if isinstance(decision, Ask):
        return decision.fact, decision.choices
    row = decision.trace.deciding
    notices = tuple(notice.row.id for notice in decision.notices)
    links = tuple(link.url for _, link in decision.links)
    organisations = tuple(organisation.id for organisation in decision.organisations)
    return row.id if row else None, notices, links, organisations, decision.contact


def _placeless(programme: Programme) -> Programme:
    """The programme with the same name for every place."""
    return replace(
        programme,
        territories={
            code: replace(territory, within=Text(PLACE, PLACE)) for code, territory in programme.territories.items()
        },
    )
