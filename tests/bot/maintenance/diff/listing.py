"""Changed answers two ways: as the comparison lists them, and by asking both versions everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from bot.answers.answerer import Answerer
from bot.answers.place_names import department
from bot.answers.texts import LANGUAGES
from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Period
from bot.maintenance.diff.comparison import changed_questions
from bot.maintenance.diff.rendered_answers import Version, View
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from rules.ids import FactId
from rules.model import UNSPECIFIED

Situation = tuple[str, frozenset[tuple[str, str]], date]
"""A question, the facts stated (the territory too), and the first day of the period."""

Seen = tuple[tuple[str, ...], ...]
"""What an adviser sees of an answer in one language, part by part."""


def listed(old: Content, new: Content) -> dict[Situation, tuple[tuple[Seen, ...], tuple[Seen, ...]]]:
    """Every case that the comparison says changes, with what is seen before and after in each language."""
    versions = Version(old), Version(new)
    found = {}
    for question in changed_questions(*versions):
        for change in question.changes:
            for box in change.boxes:
                for *values, period in product(*box):
                    assert isinstance(period, Period)
                    stated = {
                        fact: str(value)
                        for fact, value in zip(question.dimensions.classes, values, strict=True)
                        if value != UNSPECIFIED
                    }
                    code = stated.get(FactId.PLACE)
                    seen = tuple(
                        tuple(_shown(view.at(place)) for view, place in zip(views, _places(version, code), strict=True))
                        for version, views in zip(versions, (change.before, change.after), strict=True)
                    )
                    found[question.question, frozenset(stated.items()), period.since or date.min] = seen[0], seen[1]
    return found


def asked(
    question: str, old: Content, new: Content, starts: tuple[date, ...]
) -> dict[Situation, tuple[tuple[Seen, ...], tuple[Seen, ...]]]:
    """The same by asking both versions for every value of every fact that the question reads, and every period."""
    before, after = (Answerer(content.programme, content.texts) for content in (old, new))
    reads = new.programme.tables[question].reads
    domains = [(*new.programme.facts[fact].values, None) for fact in reads]
    found = {}
    for values in product(*domains):
        stated = {fact: value for fact, value in zip(reads, values, strict=True) if value is not None}
        for since in (date.min, *starts):
            day = since if since != date.min else (starts[0] - timedelta(days=1) if starts else date(2026, 11, 25))
            seen = tuple(tuple(_answered(version, question, stated, day)) for version in (before, after))
            if seen[0] != seen[1]:
                found[question, frozenset(stated.items()), since] = seen[0], seen[1]
    return found


def _answered(answerer: Answerer, question: str, stated: Mapping[str, str], day: date) -> Iterator[Seen]:
    facts = {fact: value for fact, value in stated.items() if fact != FactId.PLACE}
    territory = department(answerer.programme, stated[FactId.PLACE]) if FactId.PLACE in stated else None
    for language in LANGUAGES:
        yield _replied(answerer.answer(Frame(question, facts, territory), language, day))


def _replied(reply: Reply) -> Seen:
    links = tuple(f"{link.title} ({link.url})" for link in reply.all_links)
    return reply.paragraphs, reply.notices, links, tuple(choice.title for choice in reply.choices), reply.sources


def _shown(view: View) -> Seen:
    return view.paragraphs, view.notices, view.links, view.choices, view.sources


def _places(version: Version, code: str | None) -> tuple[str, ...]:
    return version.within(code) if code else ("", "")
