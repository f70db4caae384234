"""What was understood of a message and why it was answered so, with the files and lines behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.place_names import label
from bot.answers.texts import AnswerTexts, value_name
from bot.content.loading import Content
from bot.maintenance.studio.dry_run import Outcome
from bot.maintenance.studio.texts import Texts, Written
from nlu.dialogue.decisions import Part
from nlu.dialogue.state import Memory, Question, Territory
from rules.decision import Ask, Citation, FactValue, Step, Unknown
from rules.model import UNSPECIFIED, Place, Programme, Row

TERRITORY = "territoire"
MOST_VALUES = 6
"""More values of a condition than this are counted, not listed."""


@dataclass(frozen=True)
class Guess:
    """A question that the message sounds like. `probability` from 0 to 1; `title` is None where it has none."""

    question: str
    title: str | None
    probability: float


@dataclass(frozen=True)
class Known:
    """Something held of the adviser; `before`: it was known already before this message."""

    name: str
    value: str
    before: bool


@dataclass(frozen=True)
class Text:
    """A text that was said, by its name, as it is written in each language."""

    name: str
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Cited:
    """A row that speaks, its text and its source."""

    row: Row
    text: Text
    citation: Citation
    overdue: bool


@dataclass(frozen=True)
class Tried:
    """A row of the table that was tried: `tient`, `ne tient pas` or `reste ouvert`, and why."""

    row: Row
    verdict: str
    reason: str


@dataclass(frozen=True)
class Decided:
    """One decision. `cited` is None where a fact is missing: then `missing` names it and `demand` asks for it."""

    facts: tuple[tuple[str, str], ...]
    cited: Cited | None
    known: bool
    contact: Text | None
    notices: tuple[Cited, ...]
    missing: str | None
    demand: Text | None
    steps: tuple[Tried, ...]


@dataclass(frozen=True)
class Answered:
    """A question that was answered, by which table, for which day, in one decision or several."""

    question: str
    title: str | None
    table: Place
    day: date
    decisions: tuple[Decided, ...]


@dataclass(frozen=True)
class Understanding:
    """How a message was read and answered."""

    language: str
    intent: str
    title: str | None
    hesitant: bool
    guesses: tuple[Guess, ...]
    known: tuple[Known, ...]
    forgotten: tuple[str, ...]
    day: date | None
    today: date
    answers: tuple[Answered, ...]
    spoken: Text | None


def understanding(outcome: Outcome, content: Content, texts: Texts) -> Understanding | None:
    """What is shown beside a reply; None where the message was not read."""
    reading = outcome.reading
    if reading is None:
        return None
    words = content.words["fr"]
    shown = _Shown(content.programme, words, texts, outcome.today)
    name = outcome.reply.question
    return Understanding(
        language=reading.language,
        intent=reading.intent,
        title=words.questions.get(reading.intent),
        hesitant=reading.hesitant,
        guesses=tuple(Guess(one, words.questions.get(one), probability) for one, probability in reading.scores),
        known=tuple(shown.known(reading.memory, outcome.before)),
        forgotten=tuple(shown.fact(one) for one in reading.forgotten),
        day=next((one.day for one in reading.questions if one.day), None),
        today=outcome.today,
        answers=tuple(shown.answered(question, parts) for question, parts in outcome.questions),
        spoken=Text(name, texts.answer(name)) if name and not reading.questions and texts.answer(name) else None,
    )


@dataclass(frozen=True)
class _Shown:
    """The names that a maintainer knows for what the engine speaks of."""

    programme: Programme
    words: AnswerTexts
    texts: Texts
    today: date

    def fact(self, fact: str) -> str:
        demand = self.words.demands.get(fact)
        return (demand.nom if demand else None) or fact

    def value(self, fact: str, value: str) -> str:
        return "non précisé" if value == UNSPECIFIED else value_name(self.programme, self.words, fact, value)

    def known(self, memory: Memory, before: Memory) -> Iterator[Known]:
        if memory.territory:
            named = label(self.programme, memory.territory)
            codes = memory.territory.codes
            listed = f" ({', '.join(codes)})" if len(codes) <= MOST_VALUES else f" ({len(codes)} départements)"
            yield Known(self.fact(TERRITORY), named + listed, memory.territory == before.territory)
        for fact, value in memory.facts.items():
            yield Known(self.fact(fact), self.value(fact, value), before.facts.get(fact) == value)

    def answered(self, question: Question, parts: tuple[Part, ...]) -> Answered:
        table = self.programme.tables[question.question]
        return Answered(
            question.question,
            self.words.questions.get(question.question),
            table.place,
            question.day or self.today,
            tuple(map(self._decided, parts)),
        )

    def _decided(self, part: Part) -> Decided:
        decision = part.decision
        reads = self.programme.tables[part.question].reads
        facts = tuple(self._facts(part.facts, part.territory, part.codes, reads))
        used = dict(decision.trace.facts)
        steps = tuple(self._tried(step, used) for step in decision.trace.steps)
        if isinstance(decision, Ask):
            demand = Text(decision.fact, self.texts.demand(decision.fact))
            return Decided(facts, None, True, None, (), self.fact(decision.fact), demand, steps)
        row = decision.trace.deciding
        return Decided(
            facts=facts,
            cited=self._cited(row, decision.wording, decision.citation) if row else None,
            known=not isinstance(decision, Unknown),
            contact=self._text(decision.contact) if decision.contact else None,
            notices=tuple(self._cited(one.row, one.wording, one.citation) for one in decision.notices),
            missing=None,
            demand=None,
            steps=steps,
        )

    def _facts(
        self, facts: Mapping[str, str], territory: Territory | None, codes: tuple[str, ...], reads: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """Those facts of a case that its table reads."""
        for fact in reads:
            if fact == TERRITORY:
                if codes and territory and len(codes) < len(territory.codes):
                    yield self.fact(fact), self._listed(fact, codes)
                elif territory:
                    yield self.fact(fact), label(self.programme, territory)
            elif fact in facts:
                yield self.fact(fact), self.value(fact, facts[fact])

    def _cited(self, row: Row, wording: str, citation: Citation) -> Cited:
        return Cited(row, self._text(wording), citation, row.review_due(self.today))

    def _text(self, name: str) -> Text:
        return Text(name, self.texts.answer(name))

    def _tried(self, step: Step, facts: Mapping[str, FactValue]) -> Tried:
        if step.verdict == "holds":
            return Tried(step.row, "tient", "")
        if step.because is None or step.because == "date":
            return Tried(step.row, "ne tient pas", "ses dates")
        wanted = next((values for fact, values in step.row.when if fact == step.because), frozenset[str]())
        condition = f"{self.fact(step.because)} : {self._listed(step.because, wanted)}"
        if step.verdict == "open":
            return Tried(step.row, "reste ouvert", f"si {condition}")
        said = facts.get(step.because)
        given = self._listed(step.because, (said,) if isinstance(said, str) else said or ())
        return Tried(step.row, "ne tient pas", f"il faudrait {condition}" + (f", et non {given}" if given else ""))

    def _listed(self, fact: str, values: tuple[str, ...] | frozenset[str]) -> str:
        if len(values) > MOST_VALUES:
            zone = next((name for name, codes in self.programme.zones.items() if codes == values), None)
            return zone or f"{len(values)} valeurs"
        return self.words.enumeration([self.value(fact, value) for value in sorted(values)])
