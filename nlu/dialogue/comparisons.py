"""Comparisons: the items that a question compares, chooses among or names by rank, and those an answer showed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nlu.dialogue.act import ActRule
from nlu.dialogue.decisions import decision_parts
from nlu.dialogue.frames import Frame, FrameOutline, by_question
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.organisations import COMPARED_BY, MIN_COMPARED
from nlu.dialogue.turn import Turn
from nlu.entities.criteria import LAST, CriterionMention
from nlu.entities.cues import Cue
from nlu.entities.lexicon import Lexicon
from nlu.forms import CHOOSING_FORMS, OPEN_FORMS, QuestionForm
from nlu.intents import FALLBACK, OUT_OF_SCOPE, STATEMENT, YES_NO
from rules.decision import Ask
from rules.ids import FactId, QuestionId
from rules.items import ATTRIBUTES
from rules.model import Criterion, Item, Programme

_MAY_COMPARE = frozenset({FALLBACK, OUT_OF_SCOPE, STATEMENT, *YES_NO})
"""Intents not understood, or agreeing ("oui, compare les deux"): the form and the items shown make them clear."""


class Comparisons:
    """Adds to interpretations the form of each question and the items compared."""

    def __init__(self, programme: Programme, lexicon: Lexicon, history: History) -> None:
        self._programme = programme
        self._finder = lexicon.criteria
        self._cues = lexicon.cues
        self._figures = lexicon.figures
        self._history = history

    def completed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Give the frames their form, their criteria and the items that they compare.

        The state gets what the answer will show, and how the last question was asked.
        """
        if interpretation.organisations or interpretation.claim or interpretation.moved_from:
            return self.showing(interpretation, turn.today)
        if len(by_question(interpretation.frames)) > 1:
            return self._several(interpretation, turn)
        interpretation, criteria = self._formed(interpretation, turn)
        form, attribute = interpretation.form, self._attribute(turn)
        if form == QuestionForm.SIMPLER:
            return self.showing(interpretation, turn.today)
        is_open = interpretation.frames or interpretation.intent in _MAY_COMPARE
        if is_open and turn.state.awaits_confirmation is None:
            item = self._item_of_rank(turn, alone=form != QuestionForm.ORDINAL) or self._item_of_figure(turn, attribute)
            if item:
                return self._about_items(interpretation, turn, (item,), None)
            criterion = self._criterion(criteria)
            subject = _Subject(form, turn.entities.courses, turn.state.shown, interpretation.state.facts)
            compared = self._in_detail(self._compared(subject, turn, criterion), criterion)
            if len(compared) >= MIN_COMPARED:
                return self._about_items(interpretation, turn, compared, criterion)
            if turn.utterance.form == QuestionForm.NONE and self._finder.means_all(turn.text):
                # "the full title, both hours and remote": what is asked is more than the criterion
                interpretation = replace(interpretation.asking(QuestionForm.NONE, ()), form=QuestionForm.NONE)
        return self.showing(interpretation, turn.today)

    def formed(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Give the frames their form and their criteria, and no items."""
        return self.showing(self._formed(interpretation, turn)[0], turn.today)

    def _formed(
        self, interpretation: Interpretation, turn: Turn
    ) -> tuple[Interpretation, tuple[CriterionMention, ...]]:
        form, criteria = self._asked(interpretation, turn)
        if form == QuestionForm.SIMPLER:  # the last answer, in fewer words
            criteria = tuple(CriterionMention(criterion) for criterion in turn.state.criteria)
            return replace(interpretation.asking(turn.state.form, criteria), form=form), criteria
        if interpretation.frames:
            form = self._form(form, criteria)
        return replace(interpretation.asking(form, criteria, self._attribute(turn)), form=form), criteria

    def _asked(self, interpretation: Interpretation, turn: Turn) -> tuple[QuestionForm, tuple[CriterionMention, ...]]:
        """The form and the criteria of an interpretation with one question."""
        if self._cues.matches(Cue.SUMMARY, turn.text):
            return QuestionForm.NONE, ()  # no single claim decides
        form, criteria = interpretation.form, self._finder.find(turn.text)
        frame = next(iter(interpretation.frames), None)
        if frame and (frame.form is not QuestionForm.NONE or frame.criteria):
            return (form if form is QuestionForm.SIMPLER else frame.form), frame.criteria
        is_elliptic = not criteria and interpretation.rule != ActRule.REQUEST and form in OPEN_FORMS
        last = turn.state.last.question if turn.state.last else None
        chose = turn.state.form in CHOOSING_FORMS and last not in COMPARED_BY
        specifies = not criteria and chose and len(turn.entities.courses) >= MIN_COMPARED
        same = _asks_the_same(interpretation, turn) and (is_elliptic or interpretation.rule == ActRule.REPEAT)
        concludes = interpretation.rule == ActRule.CONCLUSION and form == QuestionForm.YES_NO
        if last and concludes and frame and frame.question == last:
            return QuestionForm.YES_NO, criteria or self._concluded(last, turn)
        if specifies or (same and last not in COMPARED_BY):
            # "et le titre ?" after "le CCP1 est obligatoire ?", "tu peux répéter ?", the fact that was asked for
            return turn.state.form, tuple(CriterionMention(criterion) for criterion in turn.state.criteria)
        return form, criteria

    def _concluded(self, last: str, turn: Turn) -> tuple[CriterionMention, ...]:
        """The criteria of a conclusion from the last answer: those asked, else all with a verdict there."""
        criteria = turn.state.criteria or tuple(
            name for name, criterion in self._programme.criteria.items() if last in criterion.questions
        )
        judged = self._finder.asks_if_true(turn.text)
        negated = not judged and self._finder.concludes_no(turn.text)
        return tuple(CriterionMention(name, negated, judged) for name in criteria if name in self._programme.criteria)

    def _several(self, interpretation: Interpretation, turn: Turn) -> Interpretation:
        """Complete several questions. Each compares by itself, counting what the earlier ones show."""
        shown, frames = turn.state.shown, list[Frame]()
        sums_up = self._cues.matches(Cue.SUMMARY, turn.text)
        for group in by_question(interpretation.frames):
            first = replace(group[0], form=QuestionForm.NONE, criteria=()) if sums_up else group[0]
            form = self._form(first.form, first.criteria)
            group = tuple(replace(frame, form=form, criteria=() if sums_up else frame.criteria) for frame in group)
            courses = tuple(filter(None, (frame.facts.get(FactId.COURSE) for frame in group)))
            named = courses if len(courses) >= MIN_COMPARED else ()
            criterion = self._criterion(first.criteria)
            subject = _Subject(form, named, shown, interpretation.state.facts)
            compared = self._compared(subject, turn, criterion)
            items = self._in_detail(compared, criterion) if not first.explains else ()
            if len(items) >= MIN_COMPARED:
                group = (self._comparing(replace(group[0], form=form), items, criterion),)
                shown = tuple(item.id for item in items)
            else:
                shown = self._shown_by(group, turn.today) or shown
            frames += group
        last = frames[-1]
        state = interpretation.state.changed(
            shown=shown, form=last.form, criteria=tuple(mention.criterion for mention in last.criteria)
        )
        return replace(interpretation, intent=frames[0].question, frames=tuple(frames), state=state)

    def _form(self, form: QuestionForm, criteria: Sequence[CriterionMention]) -> QuestionForm:
        """The form of a question. If it has none, its criterion decides: "which" for an extreme, else yes/no."""
        criterion = self._criterion(criteria)
        if form != QuestionForm.NONE or criterion is None:
            return form
        return QuestionForm.WHICH if criterion.extreme else QuestionForm.YES_NO

    def showing(self, interpretation: Interpretation, today: date) -> Interpretation:
        """Note in the state what the answer will show. Without frames, nothing changes."""
        shown, before = self._shown_by(interpretation.frames, today), interpretation.state.shown
        if not shown or (len(shown) == 1 and shown[0] in before):
            return interpretation  # "et le premier ?" after "le deuxième ?" means the same list
        return replace(interpretation, state=interpretation.state.changed(shown=shown))

    def _shown_by(self, frames: Iterable[Frame], today: date) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.id for frame in frames for item in self._shown(frame, today)))

    def _shown(self, frame: Frame, today: date) -> Iterable[Item]:
        for part in decision_parts(self._programme, frame, today):
            if not isinstance(part.decision, Ask):
                yield from part.decision.items

    def _attribute(self, turn: Turn) -> str | None:
        """The unit that a turn asks for, if it is a single one that items have ("en semaines ?")."""
        units = [unit for unit in self._figures.units(turn.text) if unit in ATTRIBUTES]
        return units[0] if len(units) == 1 else None

    def _item_of_figure(self, turn: Turn, attribute: str | None) -> Item | None:
        """The item named by its figure in a question for another unit ("le parcours de 315 h, en semaines ?")."""
        figures = self._figures.find(turn.text) if attribute else ()
        fitting = [
            item
            for item in self._named_parts(turn)
            if any(figure.unit and item.attribute(figure.unit) == figure.value for figure in figures)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _item_of_rank(self, turn: Turn, *, alone: bool) -> Item | None:
        """The item of the rank that a turn names, or None.

        The rank counts in the first long enough list of: the items of its noun, the items shown, the parts of these.
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
        """The items of a turn's noun ("les parcours"); empty if the turn names courses."""
        whole = self._figures.whole_of_parts(turn.text)
        if whole is None or len(turn.entities.courses) >= MIN_COMPARED:
            return ()
        return self._items(self._programme.items[whole].parts) if whole in self._programme.items else ()

    def _compared(self, subject: _Subject, turn: Turn, criterion: Criterion | None) -> tuple[Item, ...]:
        """The items that a question compares or chooses among; empty if it does neither.

        The first that gives several:

        1. the courses named, or the parts of the only one; a choice about one without parts is among none;
        2. the items shown before;
        3. the last courses spoken of;
        4. if it chooses, every course offered.
        """
        form = subject.form
        of_each = form == QuestionForm.YES_NO and self._finder.means_all(turn.text) and criterion is not None
        chooses = form == QuestionForm.WHICH and criterion is not None
        if not (chooses or of_each or form == QuestionForm.COMPARE):
            return ()
        named = self._of_courses(subject.courses, subject.facts)
        if len(named) == 1 and subject.courses:
            named = self._items(named[0].parts) or named
        if len(named) == 1 and chooses:
            return ()  # "the full title, online or on site?" chooses no course
        named = named if len(named) >= MIN_COMPARED else self._named_parts(turn)
        if len(named) >= MIN_COMPARED:
            return named
        shown = self._items(subject.shown)
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
        """The criterion by which a question chooses: the first named, in the programme's order."""
        named = {mention.criterion for mention in mentions}
        criteria = (criterion for name, criterion in self._programme.criteria.items() if name in named)
        return next((criterion for criterion in criteria if criterion.chooses), None)

    def _in_detail(self, items: tuple[Item, ...], criterion: Criterion | None) -> tuple[Item, ...]:
        """The items, each replaced by its parts if only these have the criterion's attribute."""
        if criterion is None or criterion.attribute is None:
            return items
        detailed: list[Item] = []
        for item in items:
            parts = self._items(item.parts) if item.attribute(criterion.attribute) is None else ()
            known = parts and all(part.attribute(criterion.attribute) is not None for part in parts)
            detailed += parts if known else (item,)
        return tuple(dict.fromkeys(detailed))

    def _of_courses(self, courses: Sequence[str], facts: Mapping[str, str] | None = None) -> tuple[Item, ...]:
        """The items of courses. If there are several, what is known of the adviser narrows each."""
        known = (facts or {}) if len(courses) >= MIN_COMPARED else {}
        items = (self._programme.item_about({**known, FactId.COURSE: course}) for course in courses)
        return tuple(item for item in items if item)

    def _items(self, names: Iterable[str]) -> tuple[Item, ...]:
        return tuple(self._programme.items[name] for name in names if name in self._programme.items)

    def _about_items(
        self, interpretation: Interpretation, turn: Turn, items: tuple[Item, ...], criterion: Criterion | None
    ) -> Interpretation:
        """Ask the question about some items: the question asked, else the last one, else their format."""
        question = self._question(interpretation, turn, criterion)
        state = interpretation.state
        outlines = tuple(
            dict.fromkeys(FrameOutline(question, dict(item.about).get(FactId.COURSE)) for item in items if item.about)
        )
        asked = next(iter(interpretation.frames), None)
        if outlines:
            attribute = self._attribute(turn)
            frame = Frame(question, dict(state.facts), state.where, form=interpretation.form, attribute=attribute)
        else:
            frame = asked or state.complete(state.history[0])
        frame = self._comparing(frame, items, criterion)
        return replace(
            interpretation,
            intent=frame.question,
            frames=(frame,),
            alternatives=(),
            is_guess=False,
            state=state.after(*outlines).changed(
                shown=turn.state.shown if len(items) == 1 else tuple(item.id for item in items)
            ),
        )

    @staticmethod
    def _comparing(frame: Frame, items: tuple[Item, ...], criterion: Criterion | None) -> Frame:
        """A frame about some items: the answer for a single item with facts, else the items themselves."""
        compares = len(items) > 1 or not items[0].about or frame.attribute is not None
        return replace(
            frame,
            facts=frame.facts if compares else {**frame.facts, **dict(items[0].about)},
            items=tuple(item.id for item in items),
            criteria=(CriterionMention(criterion.id),) if criterion else (),
            compares=compares,
        )

    def _question(self, interpretation: Interpretation, turn: Turn, criterion: Criterion | None) -> str:
        asked = interpretation.frames[0].question if interpretation.frames else None
        if criterion:
            return asked if asked in criterion.questions else criterion.questions[0]
        last = turn.state.last.question if turn.state.last else None
        reads = (name for name in (asked, last) if name and FactId.COURSE in self._history.facts_read(name))
        return next(reads, QuestionId.FORMAT.value)


@dataclass(frozen=True)
class _Subject:
    """What a question may compare.

    Attributes:
        form: its form.
        courses: the courses it names.
        shown: the ids of the items shown before.
        facts: the known facts.
    """

    form: QuestionForm
    courses: tuple[str, ...]
    shown: tuple[str, ...]
    facts: Mapping[str, str]


def _asks_the_same(interpretation: Interpretation, turn: Turn) -> bool:
    """Whether the question to answer is the last one, perhaps about something else."""
    last = [outline.question for outline in turn.state.history[:1]]
    return bool(last) and [frame.question for frame in interpretation.frames[:1]] == last
