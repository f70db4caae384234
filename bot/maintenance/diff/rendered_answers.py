"""An answer as an adviser sees it, in one language, before the name of the place is filled in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import chain
from typing import Final, NamedTuple

from bot.answers.answerer import Answerer
from bot.answers.explanations import Explainer
from bot.answers.texts import LANGUAGES, capitalized, typeset
from bot.content.loading import Content
from bot.maintenance.diff.dependencies import zones_apart
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from nlu.intents import ABOUT_LAST_ANSWER
from rules.decision import Ask, Decision
from rules.ids import SOMEONE_ELSE, FactId, QuestionId
from rules.model import Programme, Row, Text

PLACE = "\ue000"
"""Stands for "in the Landes" in a text; from Unicode's private area, so no text contains it."""


@dataclass(frozen=True)
class View:
    """The parts of an answer that can change, each a list of texts."""

    paragraphs: tuple[str, ...]
    notices: tuple[str, ...]
    links: tuple[str, ...]
    choices: tuple[str, ...]
    sources: tuple[str, ...]
    verdicts: tuple[str, ...]
    """The answers to yes/no questions, by criterion."""
    explanations: tuple[str, ...]
    """The answers to « Pourquoi ? », « La source » and « Depuis quand ? », without the adviser's own facts."""

    @property
    def placed(self) -> bool:
        """Whether it contains the name of the place."""
        return any(PLACE in text for part in fields(self) for text in getattr(self, part.name))

    def at(self, place: str) -> View:
        """The view with the name of a place filled in."""
        return View(
            *(tuple(dict.fromkeys(_at(place, text) for text in getattr(self, part.name))) for part in fields(self))
        )


def _at(place: str, text: str) -> str:
    """A text with the name of a place filled in, capitalized at the beginning."""
    opening = capitalized(place) if text.startswith(PLACE) else place
    return text.replace(PLACE, opening, 1).replace(PLACE, place)


Views = tuple[View, ...]
"""By language, in the order of LANGUAGES."""


@dataclass(frozen=True)
class RenderedAnswer:
    """An answer in every language, and the rows behind it (none if a fact is asked for)."""

    views: Views
    rows: tuple[Row, ...]

    @property
    def by_contact(self) -> bool:
        """Whether it also depends on the contact table."""
        return any(row.then.contact_by_course for row in self.rows)

    @property
    def placed(self) -> bool:
        """Whether it contains the name of the place."""
        return any(view.placed for view in self.views)

    def at(self, places: tuple[str, ...]) -> Views:
        """The views with the name of a place filled in, by language."""
        return tuple(view.at(place) for view, place in zip(self.views, places, strict=True))


class DecidedAnswer(NamedTuple):
    """The decisions on a question, before they are put into words.

    Attributes:
        asked: the question.
        day: the day.
        decisions: the decisions.
        substance: what the words follow from.
    """

    asked: Frame
    day: date
    decisions: tuple[Decision, ...]
    substance: tuple[Hashable, ...]


NO_ANSWER: Final = RenderedAnswer(tuple(View((), (), (), (), (), (), ()) for _ in LANGUAGES), ())
"""The answer to a question or a value that a version lacks."""


class Version:
    """One version of the files, as it answers."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.programme = content.programme
        placeless = _placeless(content.programme)
        self._answerer = Answerer(placeless, content.texts)
        # The stages of a path are short answers of other questions, and are compared there.
        self._without_stages = Answerer(replace(placeless, path=None), content.texts)
        self._explainer = Explainer(placeless)
        self._shown: dict[Hashable, Views] = {}
        self._rows: dict[str, dict[str, Row]] = {}
        self._zones: dict[str, tuple[frozenset[str], ...]] = {}

    def within(self, code: str) -> tuple[str, ...]:
        """A territory in texts ("in the Landes"), by language; empty if this version lacks it."""
        territory = self.programme.territories.get(code)
        if territory is None:
            return tuple("" for _ in LANGUAGES)
        return tuple(typeset(territory.within.in_language(language), language) for language in LANGUAGES)

    def decided(self, question: str, stated: Mapping[str, str], day: date) -> DecidedAnswer | None:
        """The decisions on a question on a day; `stated` includes the territory.

        None if this version lacks the question, or a stated value.
        """
        if not self._has(question, stated):
            return None
        facts = dict(stated)
        code = facts.pop(FactId.PLACE, None)
        asked = Frame(question, facts, StatedPlace((code,), PLACE) if code else None)
        decisions = tuple(part.decision for part in self._answerer.parts(asked, day))
        return DecidedAnswer(asked, day, decisions, tuple(map(_substance, decisions)))

    def rendered(self, decided: DecidedAnswer | None) -> RenderedAnswer:
        """The answer, with PLACE for the place's name, if decided by this version or one with the same rules."""
        if decided is None:
            return NO_ANSWER
        asked = decided.asked
        code = asked.place.codes[0] if asked.place else None
        key = (
            asked.question,
            FactId.COURSE in asked.facts,
            asked.facts.get(FactId.PERSON) == SOMEONE_ELSE,
            code and self._zones_of(asked.question, code),
            decided.substance,
        )
        views = self._shown.get(key)
        if views is None:
            views = self._shown[key] = tuple(self._view(decided, language) for language in LANGUAGES)
        return RenderedAnswer(views, tuple(self._deciding(decided)))

    def _deciding(self, decided: DecidedAnswer) -> Iterator[Row]:
        """The rows behind an answer, as written in this version."""
        question = decided.asked.question
        if question not in self._rows:
            self._rows[question] = {row.id: row for row in self.programme.tables[question].rows}
        for decision in decided.decisions:
            row = None if isinstance(decision, Ask) else decision.trace.deciding
            if row:
                yield self._rows[question][row.id]

    def _zones_of(self, question: str, code: str) -> tuple[bool, ...]:
        """For each zone that the answers to a question distinguish, whether it contains a territory."""
        if question not in self._zones:
            self._zones[question] = tuple(zones_apart(question, self.content).values())
        return tuple(code in zone for zone in self._zones[question])

    def _has(self, question: str, stated: Mapping[str, str]) -> bool:
        """Whether this version has a question and the values stated. Facts that it lacks are ignored."""
        facts = self.programme.facts
        values_exist = all(value in facts[fact].values for fact, value in stated.items() if fact in facts)
        return question in self.programme.tables and values_exist

    def _view(self, decided: DecidedAnswer, language: str) -> View:
        asked, decisions = decided.asked, decided.decisions
        answerer = self._without_stages if asked.question == QuestionId.MY_PATH else self._answerer
        reply = answerer.answer(asked, language, decided.day)
        texts = self.content.texts[language]
        explained = dict.fromkeys(
            self._explainer.explain(about, decision, {}, None, texts)
            for decision in decisions
            for about in sorted(ABOUT_LAST_ANSWER)
        )
        return View(
            reply.paragraphs,
            reply.notices,
            tuple(f"{link.title} ({link.url})" for link in reply.all_links),
            tuple(choice.title for choice in reply.choices),
            reply.sources,
            tuple(dict.fromkeys(chain(*(self._verdicts(decision) for decision in decisions)))),
            tuple(explained),
        )

    def _verdicts(self, decision: Decision) -> Iterator[str]:
        """The verdicts by criterion, except on attributes of items: these are compared with the items."""
        if isinstance(decision, Ask):
            return
        for criterion in self.programme.criteria.values():
            verdict = None if criterion.attribute else decision.verdict(criterion)
            if verdict:
                yield f"{criterion.id} : {verdict}"


def _substance(decision: Decision) -> Hashable:
    """What the words of an answer follow from, within one version: equal substance renders alike."""
    if isinstance(decision, Ask):
        return decision.fact, decision.choices
    row = decision.trace.deciding
    notices = tuple(notice.row.id for notice in decision.notices)
    links = tuple(link.url for _, link in decision.links)
    organisations = tuple(organisation.id for organisation in decision.organisations)
    return row.id if row else None, notices, links, organisations, decision.contact_shown


def _placeless(programme: Programme) -> Programme:
    """The programme with the same name for every place."""
    return replace(
        programme,
        territories={
            code: replace(territory, within=Text(PLACE, PLACE)) for code, territory in programme.territories.items()
        },
    )
