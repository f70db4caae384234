"""A message read in its conversation: which questions it asks, of which training, from where.

Pure: it gets what the classifier and the finders saw, and the memory; it gives a :class:`nlu.memory.Reading`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.memory import Asked, Memory, Question, Reading, Territory, remember
from nlu.mentions import Mentions
from nlu.segments import Segment, Words
from nlu.thread import Thread
from rules.model import Programme

THRESHOLD = 0.35
"""Below this probability the assistant offers readings instead of answering; chosen by `make evaluate`."""

THRESHOLD_OF_A_FOLLOW_UP = 0.25
"""The same for a message that goes on from an answer: the conversation makes up for its few words."""

MARGIN = 0.08
"""Two readings nearer than this are both offered; chosen by `make evaluate`."""

OFFERED = 0.06
"""A reading less likely than this is not worth offering."""

MOST_OFFERED = 3
MOST_QUESTIONS = 3
SURE_OF_SEGMENT = 0.55
"""A sentence of a longer message counts as a question of its own from here."""

SURE_OUT_OF_SCOPE = 0.85
"""A message that names a training and a place is out of scope only from here."""

FALLBACK = "nlu_fallback"
STATEMENT = "preciser"
OUT_OF_SCOPE = "hors_sujet"
ABOUT_LAST_ANSWER = frozenset({"pourquoi", "source", "depuis_quand"})
YES_NO = {"oui": 0, "non": 1}

_COURSE_OF_FACT = {
    "niveau": "ccp1",
    "famille": "modules",
    "habilitation": "aidants_connect",
    "convocation": "modules",
    "examen_ccp1": "modules",
}
"""The training a fact speaks of when the adviser names none."""

_QUESTION_OF_FACT = {
    "habilitation": "conditions",
    "convocation": "conditions",
    "examen_ccp1": "conditions",
    "module_deja_paye": "financement",
    "niveau": "parcours_initial",
    "famille": "format",
    "cadre": "choix_modules",
}
"""What a fact stated out of the blue is best answered with."""

_OF_THE_QUESTION = frozenset({"cadre", "famille", "organisme_cite"})
"""Facts that belong to a question, not to the adviser: they do not outlive it."""

_OF_THE_TURN = frozenset({"a_rattraper", "autre_annee"})
"""Values that say what is asked about, not what the adviser has done."""


@dataclass(frozen=True)
class Heard:
    """A piece of a message and the probabilities of its intents, likeliest first."""

    segment: Segment
    ranking: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        """The likeliest intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """Its probability."""
        return self.ranking[0][1]


class Reader:
    """Reads messages of one programme."""

    def __init__(self, programme: Programme, words: Words) -> None:
        self._programme = programme
        self._words = words
        self._thread = Thread(programme)
        self._questions = frozenset(programme.tables) - {"contact"}

    def read(self, whole: Heard, pieces: Sequence[Heard], mentions: Mentions, memory: Memory, language: str) -> Reading:
        """Read a message.

        Args:
            whole: the message as one piece.
            pieces: its sentences, where it has more than one; else empty.
            mentions: the territory, trainings and facts it names.
            memory: the conversation before it.
            language: its language, "fr" or "en".
        """
        memory = remember(memory, language=language)
        scores = whole.ranking[:5]
        if mentions.bare or (memory.pending and not any(letter.isalpha() for letter in whole.segment.text)):
            return self._statement(mentions, memory, language, scores)
        asked = self._asked(whole, pieces, follow_up=mentions.follow_up and bool(memory.thread))
        if asked and asked[0].best in YES_NO and (memory.pending or not mentions.any):
            return self._yes_no(asked[0].best, mentions, memory, language, scores)
        if asked and asked[0].best == STATEMENT:
            return self._statement(mentions, memory, language, scores)
        if asked and asked[0].best == OUT_OF_SCOPE and mentions.courses and asked[0].confidence < SURE_OUT_OF_SCOPE:
            asked = []
        if not asked:
            if (mentions.courses and mentions.territory) or (
                mentions.follow_up and memory.thread and (mentions.any or mentions.opposite)
            ):
                return self._statement(mentions, memory, language, scores)
            return self._unsure(whole, pieces, mentions, memory, language, scores)
        if asked[0].best not in self._questions:
            intent = asked[0].best
            return Reading(intent, language, self._keep(memory, mentions), (), (), scores)
        return self._ask(asked, mentions, memory, language, scores)

    def choose(self, question: str | None, facts: Mapping[str, str], memory: Memory, language: str) -> Reading:
        """Read a click: a question chosen, or the value of the fact that was asked for."""
        kept = {fact: value for fact, value in facts.items() if fact != "territoire"}
        territory = memory.territory
        code = facts.get("territoire")
        if code:
            territory = Territory((code,), self._programme.territories[code].name)
        memory = remember(memory, language=language, territory=territory)
        mentions = Mentions(
            territory if code else None,
            tuple(v for k, v in kept.items() if k == "parcours"),
            {fact: value for fact, value in kept.items() if fact != "parcours"},
        )
        if question is None:
            return self._statement(mentions, memory, language, ())
        if question not in self._questions:
            return Reading(question, language, memory)
        return self._answer([(question, mentions.courses[:1] or (None,))], mentions, memory, language, ())

    def waits_for_territory(self, memory: Memory) -> bool:
        """Whether the last question cannot be answered without a territory."""
        return self._thread.missing(memory) == "territoire"

    # What is asked

    def _asked(self, whole: Heard, pieces: Sequence[Heard], *, follow_up: bool) -> list[Heard]:
        """The pieces that ask, in order; the whole message where no piece says it better."""
        questions = [
            piece
            for piece in pieces
            if piece.best in self._questions and piece.confidence >= SURE_OF_SEGMENT and piece.segment.interrogative
        ]
        distinct: dict[str, Heard] = {}
        for piece in questions:
            distinct.setdefault(piece.best, piece)
        if len(distinct) > 1 or (distinct and whole.best not in self._questions):
            return list(distinct.values())[:MOST_QUESTIONS]
        candidates = [whole, *(piece for piece in pieces if piece.best in self._questions)]
        best = max(candidates, key=lambda heard: heard.confidence if heard is whole else heard.confidence * 0.9)
        if distinct:
            best = max([best, *distinct.values()], key=lambda heard: heard.confidence)
        return [best] if self._sure(best, THRESHOLD_OF_A_FOLLOW_UP if follow_up else THRESHOLD) else []

    def _sure(self, heard: Heard, threshold: float) -> bool:
        if heard.confidence < threshold:
            return False
        return len(heard.ranking) < 2 or heard.confidence - heard.ranking[1][1] >= MARGIN

    def _ask(
        self,
        asked: Sequence[Heard],
        mentions: Mentions,
        memory: Memory,
        language: str,
        scores: tuple[tuple[str, float], ...],
    ) -> Reading:
        wanted = []
        for heard in asked:
            question = heard.best
            if question in ("second_module", "choix_modules") and {"examen_ccp1", "convocation"} & set(mentions.facts):
                question = "conditions"  # "I failed the exam, can I still take two modules?"
            courses = mentions.courses_in(heard.segment.start, heard.segment.end) or mentions.courses
            wanted.append((question, self._courses(question, courses, mentions, memory)))
        return self._answer(wanted, mentions, memory, language, scores)

    def _courses(
        self, question: str, courses: tuple[str, ...], mentions: Mentions, memory: Memory
    ) -> tuple[str | None, ...]:
        """The trainings a question is about: those named, else the one spoken of, else none."""
        if courses:
            return self._fitting(question, courses, mentions)
        for fact in mentions.facts:
            if fact in _COURSE_OF_FACT and "parcours" in self._reads(question):
                return (_COURSE_OF_FACT[fact],)
        last = memory.thread[0] if memory.thread else None
        if last and last.course and (mentions.follow_up or mentions.refers or not self._answers_all(question)):
            return (last.course,)
        return (None,)

    def _fitting(self, question: str, courses: tuple[str, ...], mentions: Mentions) -> tuple[str, ...]:
        if question in ("conditions", "ordre_ccp1_titre") and len(courses) > 1:
            # "Must I have passed the CCP1 to take the modules?" asks about the modules.
            rest = tuple(course for course in courses if course not in ("ccp1", "formation_initiale"))
            courses = rest or courses
        return courses if mentions.listed else courses[:1]

    def _answers_all(self, question: str) -> bool:
        return "parcours" in dict(self._programme.tables[question].each)

    def _reads(self, question: str) -> tuple[str, ...]:
        return self._thread.reads(question)

    # Statements, corrections, ellipses

    def _statement(
        self,
        mentions: Mentions,
        memory: Memory,
        language: str,
        scores: tuple[tuple[str, float], ...],
    ) -> Reading:
        """A place, a training or a fact without a question of its own: it bears on a question before it."""
        kept = self._keep(memory, mentions)
        if not mentions.any and not mentions.opposite:
            intent = STATEMENT if memory.pending else FALLBACK
            return Reading(intent, language, kept, (), (), scores)
        facts = dict(mentions.facts)
        last = self._thread.concerned(memory, mentions)
        if mentions.opposite and last and not facts:
            facts = self._thread.opposite(last, memory)
            mentions = mentions.with_facts(facts)
        if last is None:
            question = self._out_of_the_blue(mentions)
            if question is None:
                return Reading(STATEMENT, language, kept, (), (), scores)
            return self._answer([question], mentions, memory, language, scores)
        courses: tuple[str | None, ...] = mentions.courses if mentions.listed else mentions.courses[:1]
        question_id = last.question
        if "cadre" in facts and mentions.courses == ("formation_initiale",) and last.course != "formation_initiale":
            courses = ()  # "et pendant la formation initiale ?" says when, of the modules just spoken of
        if courses and "parcours" not in self._reads(question_id):
            question_id = "contenu"
        return self._answer([(question_id, courses or (last.course,))], mentions, memory, language, scores)

    def _out_of_the_blue(self, mentions: Mentions) -> tuple[str, tuple[str | None, ...]] | None:
        for fact in mentions.facts:
            if fact in _QUESTION_OF_FACT:
                course = mentions.courses[0] if mentions.courses else _COURSE_OF_FACT.get(fact)
                return _QUESTION_OF_FACT[fact], (course,)
        if mentions.courses:
            question = "organisme" if mentions.territory else "contenu"
            return question, mentions.courses if mentions.listed else mentions.courses[:1]
        return None

    def _yes_no(
        self, said: str, mentions: Mentions, memory: Memory, language: str, scores: tuple[tuple[str, float], ...]
    ) -> Reading:
        fact = self._thread.missing(memory)
        values = self._programme.facts[fact].values if fact else ()
        if fact and len(values) == 2:
            return self._statement(mentions.with_facts({fact: values[YES_NO[said]]}), memory, language, scores)
        if mentions.any:
            return self._statement(mentions, memory, language, scores)
        return Reading(said, language, memory, (), (), scores)

    # The outcome

    def _answer(
        self,
        wanted: Sequence[tuple[str, tuple[str | None, ...]]],
        mentions: Mentions,
        memory: Memory,
        language: str,
        scores: tuple[tuple[str, float], ...],
    ) -> Reading:
        kept = self._keep(memory, mentions)
        questions = []
        thread = []
        stated = self._facts_for(mentions, memory, kept)
        for question, courses in wanted:
            for course in courses:
                facts = {**stated, "parcours": course} if course else stated
                questions.append(Question(question, facts, kept.territory))
                thread.append(Asked(question, course))
        after = kept.with_thread(*thread)
        after = remember(after, pending=self._thread.missing(after) is not None)
        return Reading(questions[0].question, language, after, tuple(questions), (), scores)

    def _facts_for(self, mentions: Mentions, memory: Memory, kept: Memory) -> dict[str, str]:
        facts = dict(kept.facts)
        same = bool(memory.thread) and (mentions.follow_up or mentions.bare)
        if not same:
            for fact in _OF_THE_QUESTION - set(mentions.facts):
                facts.pop(fact, None)
        facts.update(mentions.facts)
        return facts

    def _keep(self, memory: Memory, mentions: Mentions) -> Memory:
        facts = {**memory.facts}
        if not (mentions.follow_up or mentions.bare):
            facts = {fact: value for fact, value in facts.items() if fact not in _OF_THE_QUESTION}
        facts.update({fact: value for fact, value in mentions.facts.items() if value not in _OF_THE_TURN})
        return remember(memory, territory=mentions.territory or memory.territory, facts=facts)

    def _unsure(
        self,
        whole: Heard,
        pieces: Sequence[Heard],
        mentions: Mentions,
        memory: Memory,
        language: str,
        scores: tuple[tuple[str, float], ...],
    ) -> Reading:
        kept = self._keep(memory, mentions)
        best: dict[str, float] = {}
        for heard in (whole, *pieces):
            for intent, score in heard.ranking:
                best[intent] = max(best.get(intent, 0.0), score)
        ranking = sorted(best.items(), key=lambda item: -item[1])
        if ranking[0][0] == OUT_OF_SCOPE:
            return Reading(OUT_OF_SCOPE, language, kept, (), (), scores)
        offered = tuple(intent for intent, score in ranking if intent in self._questions and score >= OFFERED)[
            :MOST_OFFERED
        ]
        return Reading(FALLBACK, language, kept, (), offered if len(offered) > 1 else (), scores)
