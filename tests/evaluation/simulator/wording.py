"""The words of an act: facts and questions by the phrases, of one dialogue with its persons, names and way to type."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import TYPE_CHECKING

from rules.ids import FactId
from tests.evaluation.simulator.goals import DAY
from tests.evaluation.simulator.phrases import PRONOUN_SHARE, STATED, Holder, Phrases, Style, typed

if TYPE_CHECKING:
    from tests.evaluation.simulator.user import UserAct

_STYLES = (Style.PLAIN, Style.PLAIN, Style.PLAIN, Style.CAREFUL, Style.CAREFUL, Style.BARE, Style.HASTY)


class Wording:
    """Puts the acts of one user into words."""

    def __init__(self, phrases: Phrases, language: str, random: Random) -> None:
        self._phrases = phrases
        self._language = language
        self._random = random
        self._style = random.choice(_STYLES)
        self._person = random.choice(phrases.conduct.personnes[language])
        self._was_named = False
        self._used: set[str] = set()

    def words(self, act: UserAct) -> str:
        """The message of an act."""
        return typed(self._composed(act), self._style, self._language)

    def short_answer(self, fact: str, value: str) -> str:
        """A fact in a few words."""
        if fact == FactId.PLACE:
            return self._phrases.place_answer(value, self._language, self._random)
        text = self._phrases.short_answer(fact, value, self._language, self._random)
        return text.format(an=DAY.year, an_1=DAY.year - 1)

    def rank(self, index: int) -> str:
        """A place in a list."""
        return self._phrases.rank(index, self._language, self._random)

    def _composed(self, act: UserAct) -> str:
        from tests.evaluation.simulator.user import ActKind

        if act.text is not None:
            return act.text
        conduct, holder = self._phrases.conduct, act.goal.holder
        if act.kind is ActKind.GREET:
            return self._pick(conduct.saluer[self._language])
        if act.kind is ActKind.NOT_KNOW:
            return self._pick(conduct.inconnu[self._language])
        if act.kind is ActKind.DETOUR:
            return self._pick(getattr(conduct, act.lead or "detourner")[self._language])
        if act.kind is ActKind.CORRECT:
            return self._corrected(act)
        if act.kind is ActKind.SUPPOSE:
            [(fact, value)] = act.facts.items()
            supposed = self._pick(conduct.suppositions[fact][value][self._language]).format(an=DAY.year)
            return self._lead(act, self._question(act), supposed)
        facts = list(self._facts(act))
        if act.kind in (ActKind.INFORM, ActKind.ANSWER):
            return ", ".join(facts)
        question = self._question(act)
        if not facts:
            return self._lead(act, question)
        joint = self._random.choice((", ", ", ", ". "))
        if holder is Holder.ME and act.lead is None and self._random.random() < 0.25:
            return f"{question} {joint.join(facts)}"
        return self._lead(act, f"{joint.join(facts)}{joint}{question}")

    def _corrected(self, act: UserAct) -> str:
        [(fact, value)] = act.facts.items()
        conduct = self._phrases.conduct
        if fact == FactId.PLACE:
            place = self._phrases.place(value, self._language, self._random)
            return self._pick(conduct.corriger_lieu[self._language]).format(lieu=place)
        return self._pick(conduct.corriger[self._language]).format(fait=next(self._facts(act)))

    def _lead(self, act: UserAct, question: str, supposed: str = "") -> str:
        if act.lead is None:
            return question
        template = self._pick(getattr(self._phrases.conduct, act.lead)[self._language])
        return template.format(question=question, si=supposed)

    def _facts(self, act: UserAct) -> Iterator[str]:
        for fact, value in act.facts.items():
            key = STATED if fact == FactId.PLACE else value
            phrases = self._phrases.facts[fact][key][self._language][str(act.goal.holder)]
            place = self._phrases.place(value, self._language, self._random) if fact == FactId.PLACE else ""
            yield self._filled(self._pick(phrases), lieu=place)

    def _question(self, act: UserAct) -> str:
        goal = act.goal
        name = self._random.choice(self._phrases.courses[goal.course if act.names_course else "aucune"][self._language])
        text = self._pick(self._phrases.questions[goal.kind][self._language][str(goal.holder)])
        return self._filled(text, cours=name.cours, au=name.au, du=name.du)

    def _filled(self, text: str, **more: object) -> str:
        """A phrase about somebody: a noun the first time, then mostly a pronoun."""
        person, named = self._person, "{nom}" in text or "{qui}" in text
        is_pronoun = self._was_named and self._random.random() < PRONOUN_SHARE
        self._was_named |= named
        who = person.il if is_pronoun else person.nom
        return text.format(
            an=DAY.year,
            an_1=DAY.year - 1,
            qui=who,
            nom=person.nom,
            il=person.il,
            lui=person.lui,
            obj=person.lui,
            e=person.e,
            poss=person.poss,
            **more,
        )

    def _pick(self, phrases: list[str]) -> str:
        """A phrase, none twice in a dialogue where there are others."""
        fresh = [phrase for phrase in phrases if phrase not in self._used] or phrases
        phrase = self._random.choice(fresh)
        self._used.add(phrase)
        return phrase
