"""Organisations compared: the one the rules decide on, and a line for the role of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import msgspec

from bot.answers.acts import NO, YES
from bot.answers.rendering import Renderer, merged
from bot.answers.texts import AnswerTexts
from bot.messages import Reply
from nlu.dialogue.decisions import Part, decision_parts
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from rules.decision import Answer, Ask, Unknown
from rules.ids import FactId, QuestionId
from rules.model import Organisation, Programme, Takeover


class OrganisationRenderer:
    """Renders the organisations compared by a question, with the texts of `actes.yml` and each one's `en_bref`."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer

    def compare(self, interpretation: Interpretation, texts: AnswerTexts, today: date) -> Reply:
        """Which organisation it is, or what that depends on; then the role of each."""
        compared = [self._programme.organisations[name] for name in interpretation.organisations]
        frame = interpretation.frames[0]
        roles = [self._role(body, frame, texts, today) for body in compared]
        shown = {reply.outcome or "" for reply in roles}
        deciding = [
            self._verdict(part, compared, shown, texts)
            for part in decision_parts(self._programme, frame, today)
            if part.question == QuestionId.ORGANISATION
        ]
        lines = [reply.paragraphs[0] for reply in roles] if len(roles) > 1 or not deciding else []
        if not deciding and len(roles) > 1:
            deciding = [Reply(texts.language, (texts.acts.organismes["chacun"],))]
        whole = merged([*deciding, *roles], texts.language)
        text = "\n".join(dict.fromkeys([*(reply.paragraphs[0] for reply in deciding), *lines]))
        notices = tuple(dict.fromkeys(notice for reply in deciding for notice in reply.notices))
        return msgspec.structs.replace(
            whole, blocks=(text,), notices=notices, choices=(), question=frame.question, awaits=None
        )

    def _role(self, body: Organisation, frame: Frame, texts: AnswerTexts, today: date) -> Reply:
        """A line for the role of an organisation."""
        question = Frame(QuestionId.ACTOR.value, {FactId.CITED_ORGANISATION.value: body.id}, frame.place, frame.day)
        part = decision_parts(self._programme, question, today)[0]
        reply = self._renderer.render(part, texts)
        text = reply.paragraphs[0]
        if not isinstance(part.decision, Ask):
            text = self._brief(part, part.decision, texts)
        return msgspec.structs.replace(reply, blocks=(texts.fill(texts.acts.organismes["ligne"], {"role": text}),))

    def _verdict(
        self, part: Part, compared: Sequence[Organisation], shown: Collection[str], texts: AnswerTexts
    ) -> Reply:
        """Which organisation runs the course there; if one took over from another, the newer one."""
        decision = part.decision
        words = texts.acts.organismes
        if isinstance(decision, Ask):
            successor = self._successor(compared)
            text = self._taken_over(*successor, texts) if successor else words["selon"]
            return Reply(texts.language, (text,))
        reply = self._renderer.render_answer(part, self._without_shown(decision, shown), texts)
        there = [body for body in compared if body in decision.organisations]
        later = {name for notice in decision.notices for name in notice.row.then.organisations}
        successor = self._successor([body for body in compared if body in there or body.id in later])
        if successor is None and len(there) == 1 and part.place:
            successors = [body for body in self._programme.organisations.values() if body.id in later]
            successor = self._successor([*there, *successors])
        if successor:
            text = self._taken_over(*successor, texts)
        elif len(compared) == 1:
            word = texts.acts.mots[YES if there else NO]
            reason = reply.paragraphs[0][:1].lower() + reply.paragraphs[0][1:]
            text = texts.fill(texts.acts.verdict, {"mot": word, "raison": reason})
        elif len(there) == 1:
            brief = self._brief(part, decision, texts)
            text = texts.fill(words["choisi"], {"reponse": brief}) if part.place else brief
        else:
            text = words["selon"] if there else reply.paragraphs[0]
        return msgspec.structs.replace(reply, blocks=(text,))

    def _brief(self, part: Part, decision: Answer | Unknown, texts: AnswerTexts) -> str:
        """The short form of an answer, else the whole answer."""
        entry = texts.answers[decision.wording]
        return self._renderer.filled(part, decision, entry.en_bref or entry.texte, texts)

    def _taken_over(self, successor: Organisation, takeover: Takeover, texts: AnswerTexts) -> str:
        values = {
            "nom": successor.short_name,
            "avant": self._programme.organisations[takeover.predecessor].short_name,
            "mois": texts.month(takeover.since),
            "source": self._programme.sources[takeover.source].title.in_language(texts.language),
        }
        return texts.fill(texts.acts.organismes["releve"], values)

    @staticmethod
    def _successor(bodies: Sequence[Organisation]) -> tuple[Organisation, Takeover] | None:
        """The organisation that took over from another of the list, and the takeover; None if none did."""
        names = {body.id for body in bodies}
        newer = ((body, body.takeover) for body in bodies if body.takeover and body.takeover.predecessor in names)
        return next(newer, None)

    @staticmethod
    def _without_shown(decision: Answer | Unknown, shown: Collection[str]) -> Answer | Unknown:
        """The decision without the notices already told in the organisations' lines."""
        return replace(decision, notices=tuple(notice for notice in decision.notices if notice.wording not in shown))
