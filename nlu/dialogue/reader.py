"""A message read in its conversation: which questions it asks, of which training, from where.

Pure: it gets what the classifier and the finders saw, and the memory; it gives a :class:`nlu.dialogue.state.Reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.history import CONDITIONS, Thread
from nlu.dialogue.requests import SURE_BY_ITSELF, SURE_OUT_OF_SCOPE, Asking
from nlu.dialogue.state import DEFAULT_LANGUAGE, Asked, Memory, Question, Reading, Territory, remember
from nlu.dialogue.statements import Telling
from nlu.dialogue.turn import Turn
from nlu.dialogue.whole_messages import WholeMessages
from nlu.entities.cues import Segment, Words
from nlu.entities.entity_finder import Mentions
from nlu.entities.set_phrases import Phrases
from nlu.intents import (
    ABOUT_LAST_ANSWER,
    CONFIRMED,
    CORRECT,
    FALLBACK,
    FORGET,
    FORGET_SOME,
    LANGUAGE,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    REPEAT,
    SINCE_WHEN,
    SMALL_TALK,
    STATEMENT,
    WHY,
    YES,
    YES_NO,
)
from rules.model import Programme

FEW = 5
"""Words of a message that may be nothing but a place."""


class Reader:
    """Reads messages of one programme."""

    def __init__(self, programme: Programme, words: Words, phrases: Phrases) -> None:
        self._programme = programme
        self._words = words
        self._whole = WholeMessages(phrases, words)
        self._thread = Thread(programme)
        self._asking = Asking(programme)
        self._telling = Telling(programme, self._thread)
        self._questions = self._asking.questions

    def read(self, turn: Turn) -> Reading:
        """Read a message in its conversation."""
        confirming = turn.memory.confirming
        turn = replace(turn, memory=remember(turn.memory, confirming=None))
        if confirming and (confirmed := self._whole.confirmation(confirming, turn)):
            return self._reading(confirmed, turn)
        if whole := self._whole.intent(turn):
            return self._reading(whole, turn)
        if turn.memory.thread and self._whole.insists(turn):
            return self._last_answer(turn)
        turn = turn.without(self._whole.impossible(turn))
        mentions, memory = turn.mentions, turn.memory
        if mentions.bare or (memory.pending and not any(letter.isalpha() for letter in turn.text)):
            return self._statement(turn)
        before = bool(memory.thread) and not memory.pending and self._words.before(turn.text)
        if before and (day := self._thread.day_before(memory.thread[0], memory, turn.today)):
            return self._last_answer(turn, day)
        named = mentions.territory or mentions.courses or self._telling.situation(turn)
        if memory.thread and not (memory.pending or named) and self._words.doubts(turn.text):
            # Nothing is kept of what they heard elsewhere.
            return Reading(WHY, turn.language, memory, scores=turn.whole.ranking)
        if self._words.only_opposes(turn.text) and self._opposite(turn):
            return self._statement(turn)
        if self._words.turns_round(turn.text) and (fact := self._thread.denied(memory)):
            return self._statement(turn.stating(fact))
        alone = turn.whole.best
        in_thread = turn.leans and not self._asking.by_itself(turn)
        if in_thread:
            turn = turn.in_thread()
        asked = self._asking.heard(turn)
        best = asked[0].best if asked else None
        if before and best not in self._questions:
            return self._reading(SINCE_WHEN, turn)
        if best and best in YES_NO:
            return self._yes_no(best, turn)
        if best == STATEMENT:
            return self._statement(turn)
        if best == FORGET:
            return self._statement(turn) if mentions.replaced else self._forgotten(turn)
        if best in (REPEAT, OTHER_LANGUAGE):
            return self._again(best, turn)
        if best in ABOUT_LAST_ANSWER and in_thread and (question := self._then(best, turn)):
            return self._answer([(question, (None,))], turn.going_on())
        if best == SINCE_WHEN and "organisme_cite" in mentions.facts:
            return self._statement(turn)  # "et Francil'IN, c'est depuis quand ?"
        if best not in self._questions and self._telling.rather(best, asked, turn, alone=alone):
            return self._statement(turn)
        if mentions.day and best not in self._questions:
            return self._statement(turn)
        if best in SMALL_TALK and turn.leans and mentions.of_them:
            return self._unsure(turn)  # "what is it for?" is not about the assistant
        if best == OUT_OF_SCOPE and mentions.courses and asked[0].confidence < SURE_OUT_OF_SCOPE:
            best = None
        if best is None:
            if turn.follows and (mentions.any or mentions.opposite):
                return self._statement(turn)
            return self._unsure(turn)
        if best not in self._questions:
            return self._reading(best, turn)
        if len(asked) == 1 and self._telling.of_else(asked[0], turn):
            return self._statement(turn)
        return self._ask(asked, turn, in_thread=in_thread)

    def choose(
        self, question: str | None, facts: Mapping[str, str], memory: Memory, today: date | None = None
    ) -> Reading:
        """Read a click: a question chosen, the value of the fact asked for, a fact to correct, or a language."""
        memory = remember(memory, confirming=None)
        language = facts.get(LANGUAGE) or memory.language or DEFAULT_LANGUAGE
        if question == CORRECT:
            return Reading(CORRECT, language, _without(memory, facts.values()), forgotten=tuple(facts.values()))
        stated = {fact: value for fact, value in facts.items() if fact != LANGUAGE}
        code = stated.pop("territoire", None)
        course = stated.pop("parcours", None)
        territory = Territory((code,), self._programme.territories[code].name) if code else None
        mentions = Mentions(territory, (course,) if course else (), stated, follow_up=True)
        turn = Turn.of(ClassifiedClause(Segment("", 0, False), ()), (), mentions, memory, language, today)
        if question is None:
            return self._statement(turn)
        if question == OTHER_LANGUAGE and memory.thread:
            return self._last_answer(turn)
        if question not in self._questions:
            return self._reading(question, turn)
        return self._answer([(question, (course,))], turn)

    def waits_for_territory(self, memory: Memory, today: date) -> bool:
        """Whether the last question cannot be answered without a territory."""
        return self._thread.missing(memory, today) == "territoire"

    def may_name_a_place(self, memory: Memory, text: str) -> bool:
        """Whether a message may be nothing but a little known place, after an answer that depends on one."""
        return (
            bool(memory.thread)
            and "territoire" in self._thread.reads(memory.thread[0].question)
            and (self._words.follows(text) or self._words.compares(text))
            and len(text.split()) <= FEW
        )

    def awaited(self, memory: Memory) -> tuple[str, ...]:
        """The facts that the last answer can depend on: a few words are enough to state them."""
        if not memory.thread:
            return ()
        return tuple(dict.fromkeys((*self._thread.reads(memory.thread[0].question), *self._thread.reads(CONDITIONS))))

    # What is asked

    def _ask(self, asked: Sequence[ClassifiedClause], turn: Turn, *, in_thread: bool) -> Reading:
        wanted = []
        for heard in asked:
            question = heard.best
            known = turn.mentions.facts if heard.confidence >= SURE_BY_ITSELF else turn.facts()
            # "I failed the exam, can I still take two modules?"
            yields = dict(self._programme.tables[question].yields)
            named = turn.mentions.courses_in(heard.segment.start, heard.segment.end)
            # … but "I passed the exam, must I take the title too?" asks of the title.
            spoken_of = {fact: self._course_of_fact(fact) for fact in known if fact in yields}
            question = next(
                (yields[fact] for fact, course in spoken_of.items() if not named or course in named), question
            )
            question = (in_thread and self._then(question, turn)) or question
            if question == "contenu" and turn.leans and not turn.mentions.courses and self._is_topic(turn):
                question = turn.memory.thread[0].question  # "and what are they for?", of the test just spoken of
            wanted.append((question, self._courses(question, named or turn.mentions.courses, turn)))
        return self._answer(wanted, turn)

    def _then(self, asked: str, turn: Turn) -> str | None:
        """What a question that names nothing means just after the one before, where that one says so."""
        if not turn.memory.thread or turn.mentions.courses or "organisme_cite" in turn.mentions.facts:
            return None
        return dict(self._programme.tables[turn.memory.thread[0].question].then).get(asked)

    def _is_topic(self, turn: Turn) -> bool:
        """Whether the last question was about a thing of its own, rather than about a training."""
        table = self._programme.tables[turn.memory.thread[0].question]
        return bool(table.about) and "parcours" not in table.reads

    def _courses(self, question: str, named: tuple[str, ...], turn: Turn) -> tuple[str | None, ...]:
        """The trainings a question is about: those named, else the one spoken of, else none."""
        mentions = turn.mentions
        if named == ("modules",) and mentions.this_module and "famille" not in mentions.facts:
            # "Is it a module of how many hours?", after an answer on Aidants Connect.
            named = ("aidants_connect",) if self._course_before(turn) == "aidants_connect" else named
        if named:
            return self._fitting(question, named, mentions)
        for fact in mentions.facts:
            spoken_of = self._course_of_fact(fact)
            if spoken_of and "parcours" in self._thread.reads(question):
                return (spoken_of,)
        course = self._course_before(turn)
        answers_all = "parcours" in dict(self._programme.tables[question].each)
        if course and (mentions.follow_up or mentions.refers or turn.leans or not answers_all):
            return (course,)
        return (None,)

    def _course_of_fact(self, fact: str) -> str | None:
        """The training that stating a fact speaks of."""
        return dict(self._programme.facts[fact].about).get("parcours")

    def _course_before(self, turn: Turn) -> str | None:
        """The training spoken of last."""
        return self._thread.course(turn.memory.thread[0], turn.memory) if turn.memory.thread else None

    def _fitting(self, question: str, courses: tuple[str, ...], mentions: Mentions) -> tuple[str, ...]:
        if question in (CONDITIONS, "ordre_ccp1_titre") and len(courses) > 1:
            # "Must I have passed the CCP1 to take the modules?" asks about the modules.
            rest = tuple(course for course in courses if course not in ("ccp1", "formation_initiale"))
            courses = rest or courses
        if mentions.facts.get("cadre") == "continue" and "cadre" in self._thread.reads(question):
            # "Now that my initial training is over, who pays?" asks about the modules.
            courses = tuple("modules" if course == "formation_initiale" else course for course in courses)
        return courses if mentions.listed else courses[:1]

    # Statements, corrections, ellipses

    def _statement(self, turn: Turn) -> Reading:
        """A place, a training, a fact or a day without a question of its own: it bears on a question before it."""
        mentions, memory = turn.mentions, turn.memory
        if mentions.denied and not mentions.any:
            return self._place_left(turn)
        if not mentions.any and not mentions.opposite:
            return self._reading(STATEMENT, turn) if memory.pending else self._hesitant(turn, ())
        if self._next_year(turn):
            mentions = replace(mentions, facts={}, day=turn.today + relativedelta(years=1))
            turn = replace(turn, mentions=mentions)
        last = self._thread.concerned(memory, mentions, turn.today)
        if last is None:
            question = self._out_of_the_blue(mentions) or self._here(turn)
            if question:
                return self._answer([question], turn)
            return self._reading(STATEMENT if mentions.territory else FALLBACK, turn)
        if mentions.opposite and not mentions.facts:
            turn = turn.stating(self._thread.opposite(last, memory))
        courses: tuple[str | None, ...] = mentions.courses if mentions.listed else mentions.courses[:1]
        question_id, about = last.question, self._thread.course(last, memory)
        if "cadre" in mentions.facts and courses == ("formation_initiale",) and about == "modules":
            courses = ()  # "et pendant la formation initiale ?" says when, of the modules just spoken of
        if courses and "parcours" not in self._thread.reads(question_id):
            question_id = "contenu"
        return self._answer([(question_id, courses or (last.course,))], turn, last.day)

    def _place_left(self, turn: Turn) -> Reading:
        """The adviser is not there, or no longer: the last answer without that place, or only that it is forgotten."""
        thread = turn.memory.thread
        if thread and "territoire" in self._thread.reads(thread[0].question):
            return self._last_answer(turn)
        memory = turn.going_on().kept()
        scores = turn.whole.ranking
        return Reading(FORGET_SOME, turn.language, memory, scores=scores, forgotten=("territoire",))

    def _opposite(self, turn: Turn) -> dict[str, str]:
        """The fact just spoken of, turned round; nothing where there is none."""
        last = self._thread.concerned(turn.memory, turn.mentions, turn.today)
        return self._thread.opposite(last, turn.memory) if last else {}

    def _next_year(self, turn: Turn) -> bool:
        """Whether "et l'année prochaine ?" asks when the last answer holds, not which module is paid."""
        mentions, thread = turn.mentions, turn.memory.thread
        return bool(
            thread
            and dict(mentions.facts) == {"module_deja_paye": "autre_annee"}
            and not mentions.courses
            and not mentions.territory
            and "module_deja_paye" not in self._thread.reads(thread[0].question)
        )

    def _out_of_the_blue(self, mentions: Mentions) -> tuple[str, tuple[str | None, ...]] | None:
        for fact in mentions.facts:
            question = self._programme.facts[fact].question
            if question:
                return question, (mentions.courses[0] if mentions.courses else self._course_of_fact(fact),)
        if mentions.courses or (mentions.day and not mentions.bare):
            question = "organisme" if mentions.territory else "contenu"
            return question, mentions.courses if mentions.listed else mentions.courses[:1] or (None,)
        return None

    def _here(self, turn: Turn) -> tuple[str, tuple[str | None, ...]] | None:
        """A place after an answer that is the same everywhere: who runs the training just spoken of there."""
        course = self._course_before(turn)
        return ("organisme", (course,)) if course and turn.mentions.territory else None

    def _yes_no(self, said: str, turn: Turn) -> Reading:
        """A yes or no: the value of the fact that was just asked for, and of no other."""
        fact = self._thread.missing(turn.memory, turn.today) if turn.memory.pending else None
        definition = self._programme.facts[fact] if fact else None
        value = definition and (definition.yes if said == YES else definition.no)
        if fact and value and fact not in turn.mentions.facts:
            return self._statement(turn.stating({fact: value}))
        if turn.mentions.any:
            return self._statement(turn)
        return self._reading(STATEMENT if turn.memory.pending else said, turn)

    def _again(self, how: str, turn: Turn) -> Reading:
        """The last answer once more, or in the other language."""
        if how == OTHER_LANGUAGE:
            turn = replace(turn, language=self._words.language_named(turn.text) or turn.language)
        return self._last_answer(turn) if turn.memory.thread else self._reading(how, turn)

    def _last_answer(self, turn: Turn, day: date | None = None) -> Reading:
        """The last answer once more, with what the message states; for its own day, or another."""
        last = turn.memory.thread[0]
        return self._answer([(last.question, (last.course,))], turn.going_on(), day or last.day)

    def _forgotten(self, turn: Turn) -> Reading:
        """What the message names is to be forgotten."""
        named = tuple(dict.fromkeys((*turn.mentions.stated, *self._words.named_facts(turn.text))))
        return Reading(
            FORGET_SOME, turn.language, _without(turn.memory, named), scores=turn.whole.ranking, forgotten=named
        )

    # The outcome

    def _answer(
        self, wanted: Sequence[tuple[str, tuple[str | None, ...]]], turn: Turn, day: date | None = None
    ) -> Reading:
        """Questions to answer, for the day that the message asks about, else for `day`."""
        kept, stated, day = turn.kept(), turn.facts(), turn.mentions.day or day
        if day == turn.today:
            day = None
        questions = []
        thread = []
        for question, courses in wanted:
            for course in courses:
                facts = {**stated, "parcours": course} if course else stated
                questions.append(Question(question, facts, kept.territory, day))
                thread.append(Asked(question, course, day))
        after = kept.with_thread(*thread)
        after = remember(after, pending=self._thread.missing(after, turn.today) is not None)
        return Reading(questions[0].question, turn.language, after, tuple(questions), scores=turn.whole.ranking)

    def _reading(self, intent: str, turn: Turn, choices: tuple[Asked, ...] = ()) -> Reading:
        # Nothing is asked: the answer before it stays the one that "why?" is about.
        kept = remember(turn.going_on().kept(), confirming=intent if intent in CONFIRMED else None)
        return Reading(intent, turn.language, kept, choices=choices, scores=turn.whole.ranking)

    def _unsure(self, turn: Turn) -> Reading:
        """Two or three readings to choose from, of the training that was named."""
        best, likely = self._asking.likely(turn)
        if best == OUT_OF_SCOPE:
            return self._reading(OUT_OF_SCOPE, turn)
        offered = tuple(
            Asked(question, self._courses(question, turn.mentions.courses[:1], turn)[0]) for question in likely
        )
        return self._hesitant(turn, offered if len(offered) > 1 else ())

    def _hesitant(self, turn: Turn, offered: tuple[Asked, ...]) -> Reading:
        """Not understood: the readings offered, after the last answer once more where the message leans on it."""
        if not turn.leans_by_its_words:
            reading = self._reading(FALLBACK, turn, offered)
            # What is said next ("64") bears on the likeliest reading.
            return replace(reading, memory=reading.memory.with_thread(*offered[:1]))
        return replace(self._last_answer(turn), choices=offered, hesitant=True)


def _without(memory: Memory, facts: Iterable[str]) -> Memory:
    """The memory without some facts."""
    gone = set(facts)
    return remember(
        memory,
        territory=None if "territoire" in gone else memory.territory,
        facts={fact: value for fact, value in memory.facts.items() if fact not in gone},
    )
