"""Comparisons: which items a question chooses among, compares or means by their rank, and what an answer showed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from nlu.dialogue.acts import REQUEST
from nlu.dialogue.decisions import decision_parts
from nlu.dialogue.frames import Frame, FrameOutline
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.organisations import COMPARED_BY, MIN_COMPARED
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import LAST, CriterionMention
from nlu.entities.lexicon import Lexicon
from nlu.forms import QuestionForm
from nlu.intents import FALLBACK, OUT_OF_SCOPE, STATEMENT, YES_NO
from rules.decision import Ask
from rules.ids import FactId, QuestionId
from rules.items import ATTRIBUTES
from rules.model import Criterion, Item, Programme

_MAY_COMPARE = frozenset({FALLBACK, OUT_OF_SCOPE, STATEMENT, *YES_NO})
"""Intents of an utterance that was not understood, or agrees ("oui, compare les deux"), which its form and the items
shown make clear."""

_ELLIPTIC = frozenset({QuestionForm.NONE, QuestionForm.YES_NO})
"""Forms of an utterance that may ask the same of something else."""

_CHOOSING = frozenset({QuestionForm.WHICH, QuestionForm.COMPARE})

_REPEATING = frozenset({"repeat", "conclusion"})
"""Rules of an utterance that wants the last answer again, or concludes from it."""


class Comparisons:
    """Completes interpretations by the form of their question and the items shown before."""

    def __init__(self, programme: Programme, lexicon: Lexicon, history: History) -> None:
        self._programme = programme
        self._finder = lexicon.criteria
        self._figures = lexicon.figures
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """The interpretation with its criteria, the items that it compares, and what its answer will show."""
        if interpretation.organisations or interpretation.claim:
            return self.showing(interpretation, turn.today)
        form, criteria = interpretation.form, self._finder.find(turn.text)
        interpretation = replace(interpretation, attribute=self._attribute(turn))
        if form == QuestionForm.SIMPLER:  # the last answer, in fewer words
            criteria = tuple(CriterionMention(criterion) for criterion in turn.state.criteria)
            return self.showing(replace(interpretation, criteria=criteria), turn.today)
        is_elliptic = not criteria and interpretation.rule != REQUEST and form in _ELLIPTIC
        last = turn.state.last.question if turn.state.last else None
        chose = turn.state.form in _CHOOSING and last not in COMPARED_BY
        specifies = not criteria and chose and len(turn.entities.courses) >= MIN_COMPARED
        same = _asks_the_same(interpretation, turn) and (is_elliptic or interpretation.rule in _REPEATING)
        if specifies or (same and last not in COMPARED_BY):
            # "et le titre ?" after "le CCP1 est obligatoire ?", "tu peux répéter ?", the fact that was asked for
            form = turn.state.form
            criteria = tuple(CriterionMention(criterion) for criterion in turn.state.criteria)
        form = self._form(form, interpretation, criteria)
        state = interpretation.state
        if interpretation.frames:
            state = state.changed(form=form, criteria=tuple(mention.criterion for mention in criteria))
        interpretation = replace(interpretation, form=form, criteria=criteria, state=state)
        is_open = interpretation.frames or interpretation.intent in _MAY_COMPARE
        if is_open and turn.state.awaits_confirmation is None:
            item = self._item_of_rank(turn, alone=form != QuestionForm.ORDINAL) or self._item_of_figure(turn)
            if item:
                return self._about_items(interpretation, turn, (item,), None)
            criterion = self._criterion(criteria)
            compared = self._in_detail(self._compared(interpretation, turn, criterion), criterion)
            if len(compared) >= MIN_COMPARED:
                return self._about_items(interpretation, turn, compared, criterion)
        return self.showing(interpretation, turn.today)

    def _form(
        self, form: QuestionForm, interpretation: Interpretation, criteria: Sequence[CriterionMention]
    ) -> QuestionForm:
        """The form of a question; of one that has none, by what it asks: the shortest, or whether it is so."""
        criterion = self._criterion(criteria)
        if form != QuestionForm.NONE or criterion is None or not interpretation.frames:
            return form
        return QuestionForm.WHICH if criterion.extreme else QuestionForm.YES_NO

    def showing(self, interpretation: Interpretation, today: date) -> Interpretation:
        """The interpretation of which the state has what its answer will show; one without frames shows nothing new."""
        shown = tuple(dict.fromkeys(item.id for frame in interpretation.frames for item in self._shown(frame, today)))
        before = interpretation.state.shown
        if not shown or (len(shown) == 1 and shown[0] in before):
            return interpretation  # "et le premier ?" after "le deuxième ?" means the same list
        return replace(interpretation, state=interpretation.state.changed(shown=shown))

    def _shown(self, frame: Frame, today: date) -> Iterable[Item]:
        for part in decision_parts(self._programme, frame, today):
            if not isinstance(part.decision, Ask):
                yield from part.decision.items

    def _attribute(self, turn: Turn) -> str | None:
        """The unit that a turn asks for, where it asks for a single one that items have ("en semaines ?")."""
        units = [unit for unit in self._figures.units(turn.text) if unit in ATTRIBUTES]
        return units[0] if len(units) == 1 else None

    def _item_of_figure(self, turn: Turn) -> Item | None:
        """The item that a turn means by its figure, to ask for another unit ("le parcours de 315 h, en semaines ?")."""
        figures = self._figures.find(turn.text) if self._attribute(turn) else ()
        fitting = [
            item
            for item in self._named_parts(turn)
            if any(figure.unit and item.attribute(figure.unit) == figure.value for figure in figures)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _item_of_rank(self, turn: Turn, *, alone: bool) -> Item | None:
        """The item of the rank that a turn names, among those that its noun means or that were shown before; else among
        the parts of what was shown, where there are enough of them. None where there is none.
        """
        rank = self._finder.rank(turn.text, alone=alone)
        if rank is None:
            return None
        shown = self._items(turn.state.shown)
        several = shown if len(shown) >= MIN_COMPARED else ()
        wholes = {item.id: item for item in (*several, *(self._whole(item) for item in several)) if item}
        parts = [self._items(item.parts) for item in wholes.values()]
        for items in (self._named_parts(turn), shown, *parts):
            if len(items) >= MIN_COMPARED and (rank == LAST or rank < len(items)):
                return items[rank]
        return None

    def _whole(self, item: Item) -> Item | None:
        """The item that another is part of."""
        return next((other for other in self._programme.items.values() if item.id in other.parts), None)

    def _named_parts(self, turn: Turn) -> tuple[Item, ...]:
        """The items that a noun of a turn means ("les parcours"); none where it names a course of its own."""
        whole = self._figures.whole_of_parts(turn.text)
        if whole is None or len(turn.entities.courses) >= MIN_COMPARED:
            return ()
        return self._items(self._programme.items[whole].parts) if whole in self._programme.items else ()

    def _compared(self, interpretation: Interpretation, turn: Turn, criterion: Criterion | None) -> tuple[Item, ...]:
        """The items that a question compares or chooses among; none where it does neither.

        Those of the courses named, or the parts of the only one; else those shown before; else the last courses spoken
        of; else, where it chooses, every course that is offered.
        """
        form = interpretation.form
        of_each = form == QuestionForm.YES_NO and self._finder.means_all(turn.text) and criterion is not None
        chooses = form == QuestionForm.WHICH and criterion is not None
        if not (chooses or of_each or form == QuestionForm.COMPARE):
            return ()
        named = self._of_courses(turn.entities.courses, interpretation.state.facts)
        if len(named) == 1 and turn.entities.courses:
            named = self._items(named[0].parts) or named
        named = named if len(named) >= MIN_COMPARED else self._named_parts(turn)
        if len(named) >= MIN_COMPARED:
            return named
        shown = self._items(turn.state.shown)
        if len(shown) >= MIN_COMPARED:
            return shown
        courses = [self._history.course(outline, turn.state) for outline in reversed(turn.state.history)]
        recent = self._of_courses(tuple(dict.fromkeys(course for course in courses if course)))
        if len(recent) >= MIN_COMPARED:
            return recent[-MIN_COMPARED:]
        if len(shown) == 1 and len(shown[0].parts) >= MIN_COMPARED:
            return self._items(shown[0].parts)
        return self._of_courses(self._programme.facts[FactId.COURSE].offered) if chooses else ()

    def _criterion(self, mentions: Sequence[CriterionMention]) -> Criterion | None:
        """The criterion by which a question chooses: the first in the programme's order of those that it names."""
        named = {mention.criterion for mention in mentions}
        criteria = (criterion for name, criterion in self._programme.criteria.items() if name in named)
        return next((criterion for criterion in criteria if criterion.chooses), None)

    def _in_detail(self, items: tuple[Item, ...], criterion: Criterion | None) -> tuple[Item, ...]:
        """The items, each by its parts where only these have the attribute that is asked for."""
        if criterion is None or criterion.attribute is None:
            return items
        detailed: list[Item] = []
        for item in items:
            parts = self._items(item.parts) if item.attribute(criterion.attribute) is None else ()
            known = parts and all(part.attribute(criterion.attribute) is not None for part in parts)
            detailed += parts if known else (item,)
        return tuple(dict.fromkeys(detailed))

    def _of_courses(self, courses: Sequence[str], facts: Mapping[str, str] | None = None) -> tuple[Item, ...]:
        """The items of courses; where there are several, each as what is known of the adviser narrows it."""
        known = (facts or {}) if len(courses) >= MIN_COMPARED else {}
        items = (self._programme.item_about({**known, FactId.COURSE: course}) for course in courses)
        return tuple(item for item in items if item)

    def _items(self, names: Iterable[str]) -> tuple[Item, ...]:
        return tuple(self._programme.items[name] for name in names if name in self._programme.items)

    def _about_items(
        self, interpretation: Interpretation, turn: Turn, items: tuple[Item, ...], criterion: Criterion | None
    ) -> Interpretation:
        """The interpretation as a question about some items: the one asked, else the last one, else what they are."""
        question = self._question(interpretation, turn, criterion)
        state = interpretation.state
        outlines = tuple(
            dict.fromkeys(FrameOutline(question, dict(item.about).get(FactId.COURSE)) for item in items if item.about)
        )
        frames = tuple(
            Frame(question, {**state.facts, **dict(item.about)}, state.place) for item in items if item.about
        )
        frames = frames or interpretation.frames or tuple(state.complete(outline) for outline in state.history[:1])
        shown = turn.state.shown if len(items) == 1 else tuple(item.id for item in items)
        return replace(
            interpretation,
            intent=frames[0].question,
            frames=frames,
            alternatives=(),
            is_guess=False,
            items=tuple(item.id for item in items),
            criteria=(CriterionMention(criterion.id),) if criterion else (),
            compares=len(items) > 1 or not items[0].about or interpretation.attribute is not None,
            beside=self._beside(interpretation, turn, question),
            state=state.after(*outlines).changed(shown=shown),
        )

    def _beside(self, interpretation: Interpretation, turn: Turn, question: str) -> tuple[Frame, ...]:
        """The frames of other questions of an utterance that also chooses; what is compared says all itself."""
        frames, tables = interpretation.frames, self._programme.tables
        asks_more = len({frame.question for frame in frames}) > 1
        asks_more = asks_more or sum(clause.intent in tables for clause in turn.clauses) > 1
        if not asks_more or interpretation.form == QuestionForm.COMPARE:
            return ()
        return tuple(frame for frame in frames if frame.question != question)

    def _question(self, interpretation: Interpretation, turn: Turn, criterion: Criterion | None) -> str:
        if criterion:
            return criterion.questions[0]
        asked = interpretation.frames[0].question if interpretation.frames else None
        last = turn.state.last.question if turn.state.last else None
        reads = (name for name in (asked, last) if name and FactId.COURSE in self._history.facts_read(name))
        return next(reads, QuestionId.FORMAT.value)


def _asks_the_same(interpretation: Interpretation, turn: Turn) -> bool:
    """Whether what is to be answered is the last question, of something else perhaps."""
    last = [outline.question for outline in turn.state.history[:1]]
    return bool(last) and [frame.question for frame in interpretation.frames[:1]] == last
