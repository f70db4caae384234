"""Places, trainings and facts that are read differently in a sentence after a change of the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answers.place_names import label
from bot.answers.texts import value_name
from bot.content.loading import FACT_FINDER, Content
from bot.maintenance.diff.sentences import ComparedSentence
from nlu.dialogue.references import Reference, find_references
from nlu.entities.model import Entities
from rules.facts import FactDefinition
from rules.ids import FactId

_PLACES = ("rules/programme/territoires.yml", "nlu/lexique/territoires.yml")
_SMALL_WORDS = ("nlu/lexique/mots.yml",)
_FACTS = (
    "nlu/lexique/morceaux.yml",
    "nlu/lexique/parcours.yml",
    "nlu/lexique/situation.yml",
    "nlu/lexique/suites.yml",
)

_REFERENCES = {
    Reference.FOLLOW_UP: "suite de la question d’avant",
    Reference.LAST_COURSE: "renvoi à la formation dont on parlait",
    Reference.OPPOSITE_CASE: "le cas contraire",
    Reference.SELF: "pour soi",
    Reference.LAST_ORGANISATION: "de l’organisme dont on parlait",
    Reference.OTHER_PERSON: "pour quelqu’un d’autre",
}


@dataclass(frozen=True)
class EntityChange:
    """A sentence, and what it names before and after, in words."""

    sentence: ComparedSentence
    before: str
    after: str


Named = tuple[Entities, Reference]
"""The entities of a sentence, without their spans, and its references."""


class Finders:
    """Finds entities by one version's lexicon."""

    def __init__(self, content: Content) -> None:
        resources = content.resources
        self.content = content
        self.places = resources.places
        self.facts = content.of(FACT_FINDER)
        self.delexicalizer = resources.delexicalizer
        self._cues = resources.lexicon.cues
        self._entities = resources.entities

    def named(self, sentence: ComparedSentence) -> Named:
        """What a sentence names, outside any conversation."""
        entities = self._entities.find(sentence.text, expected=False, language=sentence.language)
        return replace(entities, course_spans=()), find_references(sentence.text, entities, self._cues)


def entity_changes(old: Finders, new: Finders, sentences: Sequence[ComparedSentence]) -> list[EntityChange]:
    """The sentences whose entities differ."""
    looks = list(_looks(old, new))
    found = []
    for sentence in sentences:
        if not any(look(sentence) for look in looks):
            continue
        before, after = old.named(sentence), new.named(sentence)
        if before != after:
            was, now = described(*before, old.content), described(*after, new.content)
            found.append(EntityChange(sentence, was, now))
    return found


def may_name_otherwise(old: Finders, new: Finders) -> bool:
    """Whether a file that finding depends on changed."""
    return any(_looks(old, new))


def described(entities: Entities, references: Reference, content: Content) -> str:
    """The entities in French: « territoire : Landes ; la formation : Le titre REMN complet »."""
    texts, programme = content.texts["fr"], content.programme
    parts = []
    if entities.place:
        sure = " (à préciser)" if entities.place.ambiguous else ""
        parts.append(f"territoire : {label(programme, entities.place)}{sure}")
    if entities.excluded_departments:
        parts.append("territoire écarté : " + ", ".join(entities.excluded_departments))
    stated = [*((FactId.COURSE, course) for course in entities.courses), *entities.facts.items()]
    for fact, value in stated:
        demand = texts.demands.get(fact)
        name = (demand.nom if demand else None) or fact
        parts.append(f"{name} : {value_name(programme, texts, fact, value)}")
    if entities.day:
        parts.append(f"date : {texts.day(entities.day)}")
    if entities.enumerated:
        parts.append("plusieurs formations à la fois")
    if entities.names_only:
        parts.append("rien d’autre n’est dit")
    parts += [text for reference, text in _REFERENCES.items() if reference in references]
    return " ; ".join(parts) or "rien"


def _looks(old: Finders, new: Finders) -> Iterator[Callable[[ComparedSentence], bool]]:
    """For each changed part of the lexicon, a quick test of whether it concerns a sentence."""
    before, after = old.content.files.root, new.content.files.root
    if _differ(before, after, _SMALL_WORDS):
        yield lambda _: True
        return
    if _differ(before, after, _PLACES):
        yield (
            lambda sentence: (
                old.places.find(sentence.text, language=sentence.language)
                != new.places.find(sentence.text, language=sentence.language)
            )
        )
    if _differ(before, after, _FACTS) or _definitions(old) != _definitions(new):
        yield lambda sentence: old.facts.find(sentence.text) != new.facts.find(sentence.text)


def _definitions(finders: Finders) -> dict[str, FactDefinition]:
    """The facts, reduced to what finding depends on: values alone are found only by the lexicon."""
    facts = finders.content.programme.facts
    return {name: replace(fact, values=(), offered=()) for name, fact in facts.items()}


def _differ(before: Path, after: Path, names: Sequence[str]) -> bool:
    return any((before / name).read_bytes() != (after / name).read_bytes() for name in names)
