"""Decisions in words: the maintainers' texts turn what the rules decide into a reply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from bot.answers.by_zone import BY_ZONE, ByZone
from bot.answers.choice_ids import choice_id
from bot.answers.explanations import cited
from bot.answers.notices import notice_text
from bot.answers.path_rendering import path_of, render_path
from bot.answers.place_names import phrase
from bot.answers.role_names import OrganisationName, OrganisationRoles
from bot.answers.text_ids import DemandText, InterfaceText
from bot.answers.texts import AnswerTexts, capitalized, typeset, value_name
from bot.messages import Block, Choice, LinkButton, Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.decisions import Part
from nlu.dialogue.frames import Frame
from nlu.dialogue.state import AwaitedFact
from rules.decision import Answer, Ask, Citation, Notice, Unknown
from rules.engine import whom_to_ask
from rules.ids import FactId, QuestionId
from rules.model import Link, Organisation, Programme

MAX_LINKS = 5

MAX_CHOICES = 7
"""Values offered as buttons; if there are more, the adviser answers in their own words."""


class Renderer:
    """Renders decisions; the same for all conversations and languages."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def render(self, part: Part, texts: AnswerTexts) -> Reply:
        """A decision in words: a question back for an Ask, else the answer."""
        decision = part.decision
        if isinstance(decision, Ask):
            return self.render_ask(part.question, decision, texts)
        reply = self.render_answer(part, decision, texts)
        return self._with_path(reply, part, texts) if part.question == QuestionId.MY_PATH else reply

    def render_ask(self, question: str, ask: Ask, texts: AnswerTexts) -> Reply:
        """The question for the fact that is missing."""
        reply = self.fact_question(ask.fact, ask.choices, texts)
        return msgspec.structs.replace(reply, question=question, outcome="ask")

    def fact_question(self, fact: str, values: Sequence[str], texts: AnswerTexts) -> Reply:
        """The question for a fact, with a button for each value if there are at most MAX_CHOICES."""
        offered = values if len(values) <= MAX_CHOICES else ()
        demand = texts.demands[DemandText.AMONG_PLACES if fact == FactId.PLACE and offered else fact]
        choices = tuple(
            Choice(choice_id(ChoiceMeaning(None, {fact: value})), value_name(self._programme, texts, fact, value))
            for value in offered
        )
        return Reply(
            texts.language, (demand.texte.strip(),), choices=choices, awaits=AwaitedFact(str(fact), tuple(offered))
        )

    def body(self, part: Part, decision: Answer | Unknown, texts: AnswerTexts) -> str:
        """The text of an answer, with whom to ask."""
        text = self.filled(part, decision, texts.answers[decision.wording].texte, texts)
        return self.with_contact(text, part, decision, texts)

    def with_contact(self, text: str, part: Part, decision: Answer | Unknown, texts: AnswerTexts) -> str:
        """A text, followed by whom to ask if the answer says so."""
        contact = decision.contact
        return f"{text}\n{self.filled(part, contact, texts.answers[contact.wording].texte, texts)}" if contact else text

    def filled(self, part: Part, decision: Answer | Unknown, text: str, texts: AnswerTexts) -> str:
        """A text with its placeholders filled from a decision."""
        return texts.fill(text, self._values(part, decision, decision.trace.on, texts))

    def whom_to_ask(self, part: Part) -> Answer | Unknown | None:
        """Whom to ask about a part, by the contact table; None if it does not say."""
        return whom_to_ask(self._programme, part.question, part.facts_and_place, on=part.decision.trace.on)

    def render_answer(
        self,
        part: Part,
        decision: Answer | Unknown,
        texts: AnswerTexts,
        text: str | None = None,
        *,
        is_verdict: bool = False,
    ) -> Reply:
        """The answer with the notices of lower sources, links and the source.

        Args:
            part: the question and the known facts.
            decision: the answer.
            texts: the texts of the language.
            text: replaces the answer's own text.
            is_verdict: whether the text is a verdict, which comes before what newer sources change.
        """
        text = text or self.body(part, decision, texts)
        notice_links = [link for notice in decision.notices for link in notice.links]
        return Reply(
            language=texts.language,
            blocks=self._dated(text, part, decision, texts, is_verdict=is_verdict),
            notices=tuple(
                self._notice(part, decision, notice, texts)
                for notice in decision.notices
                if not texts.answers[notice.wording].en_pratique
            ),
            links=self.links(_serving([*decision.links, *notice_links], part.codes), texts),
            sources=(self.source(decision.citation, texts),),
            question=part.question,
            outcome=decision.wording,
            trace=trace_id(decision),
            answered=not isinstance(decision, Unknown),
        )

    def source(self, citation: Citation, texts: AnswerTexts) -> str:
        """The line that cites a source."""
        return texts.fill(texts.interface[InterfaceText.SOURCE], cited(citation, texts))

    def in_practice(self, part: Part, decision: Answer | Unknown, texts: AnswerTexts) -> tuple[str, ...]:
        """What newer sources change for an adviser today, as paragraphs of the answer."""
        return tuple(
            self._notice(part, decision, notice, texts)
            for notice in decision.notices
            if texts.answers[notice.wording].en_pratique
        )

    def _dated(
        self, text: str, part: Part, decision: Answer | Unknown, texts: AnswerTexts, *, is_verdict: bool
    ) -> tuple[str, ...]:
        """The text and what newer sources change: first if it replaces the text, else last."""
        practice, answer = self.in_practice(part, decision, texts), texts.answers[decision.wording]
        if is_verdict or not practice or not answer.depasse:
            return (text, *practice)
        if not answer.donne_les_dates:
            text = texts.fill(texts.interface[InterfaceText.BEFORE], {"texte": text})
        return (*practice, text)

    def _notice(self, part: Part, decision: Answer | Unknown, notice: Notice, texts: AnswerTexts) -> str:
        on = decision.trace.on
        values = self._values(part, notice if notice.organisations else decision, on, texts)
        return notice_text(notice, {**values, **dict(notice.figures)}, texts)

    def _with_path(self, reply: Reply, part: Part, texts: AnswerTexts) -> Reply:
        """Add the path's stages, then the question for a fact if one changes what comes next."""
        path = render_path(path_of(self._programme, part), texts)
        if not path.stages:
            return reply
        asked = self._optional_fact(path.missing, texts) if path.missing else Reply(texts.language, ())
        step = path.next
        return msgspec.structs.replace(
            reply,
            blocks=(*reply.blocks, path.block(in_brief=texts.is_in_brief), *asked.blocks),
            notices=(*(step.notices if step else ()), *reply.notices),
            links=tuple(dict.fromkeys((*(self.links(step.links, texts) if step else ()), *reply.links))),
            choices=asked.choices,
            sources=tuple(dict.fromkeys((*reply.sources, *(step.sources if step else ())))),
        )

    def _optional_fact(self, fact: str, texts: AnswerTexts) -> Reply:
        """The question for a fact that makes an answer more precise."""
        definition = self._programme.facts[fact]
        values = () if fact == FactId.PLACE else definition.offered or definition.values
        return self.fact_question(fact, [value for value in values if value not in definition.transient], texts)

    def next_steps(self, question: Frame, parts: Sequence[Part], texts: AnswerTexts) -> list[Reply]:
        """Buttons to enrol for each course, after an answer for all courses because none was named."""
        each = dict(self._programme.tables[question.question].each).get(FactId.COURSE, ())
        if FactId.COURSE in question.facts or len(parts) < len(each) or not each:
            return []
        names = texts.demands[FactId.COURSE].valeurs
        choices = tuple(
            Choice(
                choice_id(ChoiceMeaning(QuestionId.ENROLMENT, {FactId.COURSE: course})),
                texts.fill(texts.interface[InterfaceText.ENROL], {"parcours": names[course]}),
            )
            for course in each
        )
        return [Reply(texts.language, (), choices=choices)]

    def links(self, links: Iterable[tuple[Organisation, Link]], texts: AnswerTexts) -> tuple[LinkButton, ...]:
        """Buttons for the first MAX_LINKS links, each address once."""
        buttons: dict[str, LinkButton] = {}
        for _, link in links:
            title = typeset(link.label.in_language(texts.language), texts.language)
            if link.confidence == "weak":
                title = texts.fill(texts.interface[InterfaceText.WEAK_LINK], {"lien": title})
            buttons.setdefault(link.url, LinkButton(title, link.url))
        return tuple(buttons.values())[:MAX_LINKS]

    def _values(self, part: Part, shown: Answer | Unknown | Notice, on: date, texts: AnswerTexts) -> dict[str, object]:
        """Values of the placeholders of an answer, or of a notice under it."""
        there = [self._programme.hub_of(code, on) for code in part.codes]
        hubs = [body for body in shown.organisations if self._programme.is_hub(body)]
        hub = next((body for body in hubs if body in there), hubs[0] if hubs else None)
        first = shown.organisations[0] if shown.organisations else None
        name = OrganisationName(first.name.in_language(texts.language) if first else "")
        return {
            **dict(shown.figures),
            "dans": phrase(self._programme, part.place, texts, part.codes),
            BY_ZONE: ByZone(self._programme.zones, part.codes),
            "hub": hub.short_name if hub else "",
            "organisme": name,
            "Organisme": capitalized(name),
            "roles": OrganisationRoles(self._programme, first, shown.citation.source.id, on, texts) if first else "",
            "coordonnees": _addresses(first, texts) if first else "",
        }


def merged(replies: Sequence[Reply], language: str) -> Reply:
    """Several replies as one: everything once, in order; its question is that of the first that has one."""
    first = next((reply for reply in replies if reply.question), replies[0])
    in_cards = {link for reply in replies for link in reply.all_links if link not in reply.links}
    links = (link for reply in replies for link in reply.links if link not in in_cards)
    return Reply(
        language=language,
        blocks=_each_line_once(block for reply in replies for block in reply.blocks),
        notices=tuple(dict.fromkeys(text for reply in replies for text in reply.notices)),
        links=tuple(dict.fromkeys(links))[:MAX_LINKS],
        choices=tuple(dict.fromkeys(choice for reply in replies for choice in reply.choices)),
        sources=_each_source_once(source for reply in replies for source in reply.sources),
        question=first.question,
        outcome=first.outcome,
        trace=first.trace,
        answered=all(reply.answered for reply in replies),
        awaits=next((reply.awaits for reply in reversed(replies) if reply.awaits), None),
        cells=tuple(cell for reply in replies for cell in reply.cells),
    )


def _each_source_once(sources: Iterable[str]) -> tuple[str, ...]:
    """Sources, without those repeated at the start of another ("page de Hubikoop, printemps 2024 ; pour …")."""
    named = dict.fromkeys(sources)
    return tuple(
        source for source in named if not any(other != source and other.startswith(source[:-1]) for other in named)
    )


def _each_line_once(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks without lines that an earlier text has ("Posez la question à La Mednum"); cards stay whole."""
    seen: set[str] = set()
    kept: list[Block] = []
    for block in dict.fromkeys(blocks):
        if not isinstance(block, str):
            kept.append(block)
            continue
        lines = [line for line in block.splitlines() if line not in seen]
        seen.update(lines)
        if lines:
            kept.append("\n".join(lines))
    return tuple(kept)


def _serving(links: Iterable[tuple[Organisation, Link]], codes: Collection[str]) -> list[tuple[Organisation, Link]]:
    """The links of organisations that serve at least one of the places; all links without a place."""
    return [(owner, link) for owner, link in links if owner.serves(codes)]


def trace_id(decision: Answer | Unknown) -> str:
    """A short id of the reason for an answer: the row, the facts used and the day."""
    row = decision.trace.deciding
    # Not the text of a set: its order differs between processes.
    facts = sorted(
        (fact, value if isinstance(value, str) else "|".join(sorted(value))) for fact, value in decision.trace.facts
    )
    text = f"{row.id if row else ''} {facts} {decision.trace.on}"
    return sha256(text.encode()).hexdigest()[:12]


def _addresses(organisation: Organisation, texts: AnswerTexts) -> str:
    """An organisation's addresses, in words."""
    site = organisation.link("site")
    addresses = [*([site.url] if site else []), *([organisation.email] if organisation.email else [])]
    return texts.enumeration(addresses) if addresses else texts.interface[InterfaceText.NO_ADDRESS]
