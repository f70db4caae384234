"""Claims: figures that an utterance asserts of a course ("400 h, c'est vrai ?")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nlu.dialogue.act import ActRule
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Claim, Interpretation
from nlu.dialogue.turn import Turn
from nlu.entities.clauses import sentences
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.figures import FigureMention
from nlu.entities.lexicon import Lexicon
from nlu.forms import QuestionForm
from rules.ids import FactId, QuestionId
from rules.items import ATTRIBUTES, known_figures
from rules.model import Item, Programme

_MIN_ALTERNATIVES = 2
"""Figures from which "how much" chooses among them ("70 ou 175 ?")."""

MIN_STORY_WORDS = 40
"""Words above which an utterance is a story around a question."""

_MAX_OTHER_WORDS = 3
"""Other words that an utterance about figures alone may have ("et 150 h ?")."""

_HOURS, _PRICE = "heures", "prix"

_NO_CLAIM = frozenset(
    {
        ActRule.CONFIRMATION,
        ActRule.WHOLE_MESSAGE,
        ActRule.AWAITED_ANSWER,
    }
)
"""Rules of utterances whose figures are an answer, or name a place."""


class FigureClaims:
    """Adds to interpretations the figures that they assert."""

    def __init__(self, programme: Programme, lexicon: Lexicon, entities: EntityFinder, history: History) -> None:
        self._programme = programme
        self._criteria = lexicon.criteria
        self._entities = entities
        self._finder = lexicon.figures
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Turn the interpretation into a question on figures, if the utterance asks whether they are right."""
        if interpretation.rule in _NO_CLAIM or interpretation.organisations or turn.entities.day:
            return interpretation
        if any(self._decides(frame) for frame in interpretation.frames):
            return interpretation  # "14 h d'affilée, ou 2 jours ?" asks of the days
        text = self._claiming(turn)
        mentions = self._finder.find(text)
        names_one = any(mention.is_name for mention in mentions)
        mentions = tuple(mention for mention in mentions if not mention.is_name)
        if not mentions or not self._is_claim(interpretation, text, 0 if names_one else len(mentions)):
            return interpretation
        facts = self._facts(interpretation, turn)
        measured = [mention for mention in mentions if mention.unit in ATTRIBUTES]
        item = self._item(interpretation, turn, facts, measured)
        if item is None:
            return interpretation
        figures = tuple(self._exact([*measured, *self._bare(item, mentions, turn)]))
        if not figures:
            return interpretation
        chooses = len(mentions) >= _MIN_ALTERNATIVES and self._criteria.offers_alternatives(text)
        claim = Claim(item.id, figures, self._finder.denies(text), chooses)
        return self._about(claim, facts, interpretation, turn)

    def _decides(self, frame: Frame) -> bool:
        """Whether a frame asks for a criterion on which its own question has a verdict."""
        criteria = (self._programme.criteria[mention.criterion] for mention in frame.criteria)
        return any(frame.question in criterion.questions and not criterion.attribute for criterion in criteria)

    @staticmethod
    def _claiming(turn: Turn) -> str:
        """The text that can make a claim: for a story, only the sentences that ask."""
        if len(turn.text.split()) <= MIN_STORY_WORDS:
            return turn.text
        return " ".join(sentence for sentence, _ in sentences(turn.text) if "?" in sentence)

    def _is_claim(self, interpretation: Interpretation, text: str, count: int) -> bool:
        """Whether a text asks if its figures are right; `count` is how many it may choose among."""
        form = interpretation.form
        alternatives = form in (QuestionForm.HOW_MUCH, QuestionForm.NONE) and count >= _MIN_ALTERNATIVES
        is_all = form is QuestionForm.YES_NO and len(self._finder.without(text).split()) <= _MAX_OTHER_WORDS
        return is_all or (alternatives and "?" in text) or self._finder.claims(text)

    def _facts(self, interpretation: Interpretation, turn: Turn) -> dict[str, str]:
        """The facts, except those stated only by a figure: "175 h pour moi ?" asks, and states no level."""
        stated = self._entities.facts(self._finder.without(turn.text))
        claimed = {fact for fact in turn.entities.facts if fact not in stated}
        kept = {fact: value for fact, value in interpretation.state.facts.items() if fact not in claimed}
        return kept | {fact: value for fact, value in turn.state.facts.items() if fact in claimed}

    def _item(
        self, interpretation: Interpretation, turn: Turn, facts: Mapping[str, str], measured: Iterable[FigureMention]
    ) -> Item | None:
        """The item the figures are asserted of: of the course named or spoken of last, else the first that fits."""
        course = self._history.course_meant(turn)
        frames = interpretation.frames[:1]
        course = course or next((frame.facts.get(FactId.COURSE) for frame in frames), None)
        course = course or next((self._history.course(FrameOutline(frame.question)) for frame in frames), None)
        if course:
            return self._programme.item_about({**facts, FactId.COURSE: course})
        fitting = (
            item
            for item in self._programme.items.values()
            if item.about
            and any(
                mention.value in group.values
                for mention in measured
                for group in known_figures(self._programme, item, str(mention.unit), turn.today)
            )
        )
        return next(fitting, None)

    def _bare(self, item: Item, mentions: Iterable[FigureMention], turn: Turn) -> list[FigureMention]:
        """The numbers without a unit that are hours of an item, and no department or year."""
        known = {value for group in known_figures(self._programme, item, _HOURS, turn.today) for value in group.values}
        hours = [mention for mention in mentions if mention.unit in (None, _HOURS) and mention.value in known]
        bare = [replace(mention, unit=_HOURS) for mention in hours if mention.unit is None]
        place = turn.entities.place
        is_number = place is not None and bool({str(mention.value) for mention in bare} & {*place.codes})
        is_chosen = is_number and len(hours) >= _MIN_ALTERNATIVES  # "70 ou 175 heures ?"
        return bare if place is None or is_chosen else []

    @staticmethod
    def _exact(figures: Sequence[FigureMention]) -> Iterator[FigureMention]:
        """The exact figures, or the rough ones if there are no others."""
        exact = [figure for figure in figures if not figure.is_rough]
        yield from exact or figures

    def _about(
        self, claim: Claim, facts: Mapping[str, str], interpretation: Interpretation, turn: Turn
    ) -> Interpretation:
        about = dict(self._programme.items[claim.item].about)
        outline = FrameOutline(QuestionId.FORMAT.value, about.get(FactId.COURSE))
        place = interpretation.state.where
        if place and place == turn.entities.place and {*place.codes} & {str(figure.value) for figure in claim.figures}:
            place = turn.state.where  # "70 ou 175 ?" are hours, and no department
        frames: tuple[Frame, ...] = (Frame(outline.question, {**facts, **about}, place),)
        if interpretation.frames and {figure.unit for figure in claim.figures} == {_PRICE}:
            frames, outline = interpretation.frames[:1], interpretation.state.history[0]
        state = interpretation.state.changed(facts=dict(facts), place=place)
        return replace(
            interpretation,
            intent=frames[0].question,
            frames=frames,
            alternatives=(),
            is_guess=False,
            claim=claim,
            form=QuestionForm.YES_NO,
            state=state.after(outline).changed(form=QuestionForm.YES_NO, criteria=()),
        )
