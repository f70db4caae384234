"""Grounding: facts kept of the conversation, shown so that they can be corrected; and a person to write to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

import msgspec

from bot.answers.choice_ids import choice_id
from bot.answers.place_names import label
from bot.answers.rendering import Renderer
from bot.answers.text_ids import InterfaceText, OwnText
from bot.answers.texts import AnswerTexts, value_name
from bot.messages import Choice, Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.frames import Frame
from nlu.dialogue.history import History
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from rules.decision import FactValue
from rules.engine import decide, decide_each
from rules.ids import FactId, QuestionId
from rules.model import Organisation, Programme


class Say(Protocol):
    """Makes a reply of one of the assistant's own texts."""

    def __call__(self, name: str, texts: AnswerTexts, values: Mapping[str, object]) -> Reply:
        """The text of that name, filled."""


class Grounding:
    """Shows the facts kept, asks for a fact that makes an answer more precise, names a person to write to."""

    def __init__(self, programme: Programme, history: History, renderer: Renderer, say: Say) -> None:
        self._programme = programme
        self._history = history
        self._renderer = renderer
        self._say = say

    def memory(self, state: DialogueState, texts: AnswerTexts) -> Reply:
        """Everything in the state: facts with a button to correct each, another person's facts, last topics."""
        own = self._known(state.facts, state.place, texts)
        others = self._known(state.beside_facts, state.other_place, texts)
        if state.about_other:
            own, others = self._known(state.beside_facts, state.own_place, texts), own
        reply = self._shown(OwnText.MEMORY, own, texts) if own else self._say(OwnText.MEMORY_EMPTY, texts, {})
        interface, also = texts.interface, []
        if others:
            also.append(texts.fill(interface[InterfaceText.KEPT_OF_ANOTHER], {"faits": self._lines(others, texts)}))
        asked = dict.fromkeys(frame.question for frame in state.history if frame.question in texts.questions)
        if asked:
            topics = [texts.fill(interface[InterfaceText.QUOTE], {"extrait": texts.questions[name]}) for name in asked]
            also.append(texts.fill(interface[InterfaceText.KEPT_TOPICS], {"sujets": texts.enumeration(topics)}))
        return msgspec.structs.replace(reply, blocks=(*reply.blocks, *also))

    def check(self, frame: Frame, texts: AnswerTexts, today: date) -> Reply | None:
        """Ask for a fact that could change the answer to a frame; else show the facts it rests on, to confirm.

        None if the answer is the same for everybody.
        """
        if fact := self._undecided(frame, today):
            definition = self._programme.facts[fact]
            values = () if fact == FactId.PLACE else definition.offered or definition.values
            asked = self._renderer.fact_question(fact, values, texts)
            text = texts.fill(texts.interface[InterfaceText.MORE_PRECISE], {"question": asked.paragraphs[0]})
            return msgspec.structs.replace(asked, blocks=(text,), question=frame.question, outcome="ask")
        reads = self._history.facts_read(frame.question)
        facts = {fact: value for fact, value in frame.facts.items() if fact in reads}
        known = self._known(facts, frame.place if FactId.PLACE in reads else None, texts)
        return self._shown(OwnText.HELD, known, texts) if known else None

    def person(
        self,
        course: str | None,
        place: StatedPlace | None,
        texts: AnswerTexts,
        today: date,
        text: OwnText = OwnText.PERSON,
    ) -> Reply | None:
        """Whom to write to: the hub of the adviser's place, else the contact for the course, else for the programme.

        None if none of them has an e-mail address. `text` is the text to fill.
        """
        addressees = self._addressees(course, place, today)
        organisation = next((body for body in addressees if body.email), None)
        if organisation is None:
            return None
        name = organisation.name.in_language(texts.language)
        reply = self._say(text, texts, {"organisme": name, "courriel": organisation.email})
        site = organisation.link("site")
        return msgspec.structs.replace(reply, links=self._renderer.links([(organisation, site)] if site else [], texts))

    def names(self, facts: Iterable[str], texts: AnswerTexts) -> list[str]:
        """The names of facts ("votre territoire")."""
        return [texts.demands[fact].nom or fact for fact in facts]

    def _shown(self, text: OwnText, known: Mapping[str, str], texts: AnswerTexts) -> Reply:
        """A text about some facts, with a button to correct each, then its own."""
        names = dict(zip(known, self.names(known, texts), strict=True))
        reply = self._say(text, texts, {"faits": self._lines(known, texts)})
        corrections = tuple(
            Choice(
                choice_id(ChoiceMeaning.correction(fact)),
                texts.fill(texts.interface[InterfaceText.CORRECT], {"fait": names[fact]}),
            )
            for fact in known
        )
        return msgspec.structs.replace(reply, choices=(*corrections, *reply.choices))

    def _lines(self, known: Mapping[str, str], texts: AnswerTexts) -> str:
        """A line for each fact."""
        colon = texts.interface[InterfaceText.COLON]
        names = dict(zip(known, self.names(known, texts), strict=True))
        return "\n".join(f"• {names[fact]}{colon} {known[fact]}" for fact in known)

    def _known(self, facts: Mapping[str, str], place: StatedPlace | None, texts: AnswerTexts) -> dict[str, str]:
        """Facts, the place first, each with the name of its value."""
        known: dict[str, str] = {FactId.PLACE: label(self._programme, place)} if place else {}
        return known | {fact: value_name(self._programme, texts, fact, value) for fact, value in facts.items()}

    def _undecided(self, frame: Frame, today: date) -> str | None:
        """A fact that could change the answer to a frame: not stated, and not a yes/no fact."""
        facts: dict[str, FactValue] = dict(frame.facts)
        if frame.place:
            facts[FactId.PLACE] = frozenset(frame.place.codes)
        for fact in self._history.facts_read(frame.question):
            definition = self._programme.facts[fact]
            if fact in facts or fact == FactId.CITED_ORGANISATION or definition.yes:
                continue  # no fact is awaited here, so a bare yes or no would state none
            groups = decide_each(
                self._programme, frame.question, facts, over=fact, values=definition.values, on=frame.day or today
            )
            if len(groups) > 1:
                return fact
        return None

    def _addressees(self, course: str | None, place: StatedPlace | None, today: date) -> Iterable[Organisation]:
        facts: dict[str, FactValue] = {FactId.COURSE: course} if course else {}
        if place:
            facts[FactId.PLACE] = frozenset(place.codes)
            hubs = {self._programme.hub_of(code, today) for code in place.codes}
            if len(hubs) == 1 and (hub := hubs.pop()):
                yield hub
        for known in (facts, {}):
            decision = decide(self._programme, QuestionId.CONTACT, known, on=today)
            yield from getattr(decision, "organisations", ())
