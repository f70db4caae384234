"""What was understood of a message and why it was answered so, with files and lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.place_names import label
from bot.answers.texts import AnswerTexts, value_name
from bot.content.loading import Content
from bot.maintenance.studio.dry_run import AttemptOutcome
from bot.maintenance.studio.texts import TextIndex, WrittenText
from nlu.dialogue.decisions import Part
from nlu.dialogue.frames import Frame
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from rules.decision import Ask, Citation, FactValue, Step, Unknown
from rules.ids import FactId
from rules.model import UNSPECIFIED, Place, Programme, Row

MOST_VALUES = 6
"""Values of a condition up to which they are listed, not counted."""


MAX_ACTS = 3
"""Acts of a message that are shown, the likeliest."""


@dataclass(frozen=True)
class RankedIntent:
    """A question that the message may ask.

    Attributes:
        question: the question.
        title: its title, if it has one.
        probability: from 0 to 1.
    """

    question: str
    title: str | None
    probability: float


@dataclass(frozen=True)
class HeldFact:
    """A known fact of the adviser; `before` says whether it was known before this message."""

    name: str
    value: str
    before: bool


@dataclass(frozen=True)
class NamedText:
    """A text of the reply by name, as written in each language."""

    name: str
    written: tuple[WrittenText, ...]


@dataclass(frozen=True)
class CitedRow:
    """A row that contributes to the reply, its text and its source."""

    row: Row
    text: NamedText
    citation: Citation
    overdue: bool


@dataclass(frozen=True)
class TriedRow:
    """A row that was tried: `tient`, `ne tient pas` or `reste ouvert`, and why."""

    row: Row
    verdict: str
    reason: str


@dataclass(frozen=True)
class ExplainedDecision:
    """One decision. If a fact is missing, `cited` is None, `missing` names the fact and `demand` asks for it."""

    facts: tuple[tuple[str, str], ...]
    cited: CitedRow | None
    known: bool
    contact: NamedText | None
    notices: tuple[CitedRow, ...]
    missing: str | None
    demand: NamedText | None
    steps: tuple[TriedRow, ...]


@dataclass(frozen=True)
class ExplainedQuestion:
    """A question that was answered: its table, the day, and its decisions."""

    question: str
    title: str | None
    table: Place
    day: date
    decisions: tuple[ExplainedDecision, ...]


@dataclass(frozen=True)
class Explanation:
    """How a message was read and answered."""

    language: str
    intent: str
    rule: str
    acts: tuple[tuple[str, float], ...]
    title: str | None
    hesitant: bool
    guesses: tuple[RankedIntent, ...]
    known: tuple[HeldFact, ...]
    forgotten: tuple[str, ...]
    day: date | None
    today: date
    answers: tuple[ExplainedQuestion, ...]
    spoken: NamedText | None


def explain(outcome: AttemptOutcome, content: Content, texts: TextIndex) -> Explanation | None:
    """What is shown beside a reply; None if the message was not read."""
    interpretation = outcome.interpretation
    if interpretation is None:
        return None
    words = content.texts["fr"]
    shown = _Explainer(content.programme, words, texts, outcome.today)
    name = outcome.reply.question
    return Explanation(
        language=interpretation.language,
        intent=interpretation.intent,
        rule=interpretation.rule,
        acts=tuple(interpretation.reading.acts.items())[:MAX_ACTS] if interpretation.reading else (),
        title=words.questions.get(interpretation.intent),
        hesitant=interpretation.is_guess,
        guesses=tuple(
            RankedIntent(intent, words.questions.get(intent), probability)
            for intent, probability in interpretation.ranking
        ),
        known=(
            *shown.courses(interpretation.frames, outcome.before),
            *shown.known(interpretation.state, outcome.before),
        ),
        forgotten=tuple(shown.fact(fact) for fact in interpretation.forgotten_facts),
        day=next((question.day for question in interpretation.frames if question.day), None),
        today=outcome.today,
        answers=tuple(shown.answered(question, parts) for question, parts in outcome.questions),
        spoken=NamedText(name, texts.answer(name))
        if name and not interpretation.frames and texts.answer(name)
        else None,
    )


@dataclass(frozen=True)
class _Explainer:
    """Gives the maintainers' names for the engine's parts."""

    programme: Programme
    words: AnswerTexts
    texts: TextIndex
    today: date

    def fact(self, fact: str) -> str:
        demand = self.words.demands.get(fact)
        return (demand.nom if demand else None) or fact

    def value(self, fact: str, value: str) -> str:
        return "non précisé" if value == UNSPECIFIED else value_name(self.programme, self.words, fact, value)

    def known(self, state: DialogueState, before: DialogueState) -> Iterator[HeldFact]:
        if state.place:
            named = label(self.programme, state.place)
            codes = state.place.codes
            listed = f" ({', '.join(codes)})" if len(codes) <= MOST_VALUES else f" ({len(codes)} départements)"
            yield HeldFact(self.fact(FactId.PLACE), named + listed, state.place == before.place)
        for fact, value in state.facts.items():
            yield HeldFact(self.fact(fact), self.value(fact, value), before.facts.get(fact) == value)

    def courses(self, frames: Iterable[Frame], before: DialogueState) -> Iterator[HeldFact]:
        """The trainings that a message is answered for, named in it or in a previous question."""
        earlier = {outline.course for outline in before.history}
        for course in dict.fromkeys(frame.facts.get(FactId.COURSE) for frame in frames):
            if course:
                yield HeldFact(self.fact(FactId.COURSE), self.value(FactId.COURSE, course), course in earlier)

    def answered(self, question: Frame, parts: tuple[Part, ...]) -> ExplainedQuestion:
        table = self.programme.tables[question.question]
        return ExplainedQuestion(
            question.question,
            self.words.questions.get(question.question),
            table.place,
            question.day or self.today,
            tuple(map(self._decided, parts)),
        )

    def _decided(self, part: Part) -> ExplainedDecision:
        decision = part.decision
        reads = self.programme.tables[part.question].reads
        facts = tuple(self._facts(part.facts, part.place, part.codes, reads))
        used = dict(decision.trace.facts)
        steps = tuple(self._tried(step, used) for step in decision.trace.steps)
        if isinstance(decision, Ask):
            demand = NamedText(decision.fact, self.texts.demand(decision.fact))
            return ExplainedDecision(facts, None, True, None, (), self.fact(decision.fact), demand, steps)
        row = decision.trace.deciding
        return ExplainedDecision(
            facts=facts,
            cited=self._cited(row, decision.wording, decision.citation) if row else None,
            known=not isinstance(decision, Unknown),
            contact=self._text(decision.contact.wording) if decision.contact else None,
            notices=tuple(self._cited(notice.row, notice.wording, notice.citation) for notice in decision.notices),
            missing=None,
            demand=None,
            steps=steps,
        )

    def _facts(
        self, facts: Mapping[str, str], territory: StatedPlace | None, codes: tuple[str, ...], reads: tuple[str, ...]
    ) -> Iterator[tuple[str, str]]:
        """The facts of a case that its table reads."""
        for fact in reads:
            if fact == FactId.PLACE:
                if codes and territory and len(codes) < len(territory.codes):
                    yield self.fact(fact), self._listed(fact, codes)
                elif territory:
                    yield self.fact(fact), label(self.programme, territory)
            elif fact in facts:
                yield self.fact(fact), self.value(fact, facts[fact])

    def _cited(self, row: Row, wording: str, citation: Citation) -> CitedRow:
        return CitedRow(row, self._text(wording), citation, row.review_due(self.today))

    def _text(self, name: str) -> NamedText:
        return NamedText(name, self.texts.answer(name))

    def _tried(self, step: Step, facts: Mapping[str, FactValue]) -> TriedRow:
        if step.verdict == "holds":
            return TriedRow(step.row, "tient", "")
        if step.because is None or step.because == "date":
            return TriedRow(step.row, "ne tient pas", "ses dates")
        wanted = next((values for fact, values in step.row.when if fact == step.because), frozenset[str]())
        condition = f"{self.fact(step.because)} : {self._listed(step.because, wanted)}"
        if step.verdict == "open":
            return TriedRow(step.row, "reste ouvert", f"si {condition}")
        stated = facts.get(step.because)
        given = self._listed(step.because, (stated,) if isinstance(stated, str) else stated or ())
        return TriedRow(step.row, "ne tient pas", f"il faudrait {condition}" + (f", et non {given}" if given else ""))

    def _listed(self, fact: str, values: tuple[str, ...] | frozenset[str]) -> str:
        if len(values) > MOST_VALUES:
            zone = next((name for name, codes in self.programme.zones.items() if codes == values), None)
            return zone or f"{len(values)} valeurs"
        return self.words.enumeration([self.value(fact, value) for value in sorted(values)])
