"""Which places, trainings and facts are read differently in a sentence once the lexicon has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from bot.answers.place_names import label
from bot.answers.texts import value_name
from bot.content.loading import Content
from bot.maintenance.diff.sentences import ComparedSentence
from nlu.classification.delexicalization import Delexicalizer
from nlu.entities.cues import Words
from nlu.entities.entity_finder import Finder, Mentions
from nlu.entities.fact_finder import FactFinder
from nlu.entities.places.finder import DATA, TerritoryFinder

_PLACES = ("rules/programme/territoires.yml", "nlu/lexique/territoires.yml")
_SMALL_WORDS = ("nlu/lexique/mots.yml",)
_FACTS = (
    "rules/programme/faits.yml",
    "rules/programme/organismes.yml",
    "rules/programme/hubs.yml",
    "nlu/lexique/morceaux.yml",
    "nlu/lexique/parcours.yml",
    "nlu/lexique/situation.yml",
    "nlu/lexique/suites.yml",
)

_FLAGS = {
    "listed": "plusieurs formations à la fois",
    "bare": "rien d’autre n’est dit",
    "follow_up": "suite de la question d’avant",
    "refers": "renvoi à la formation dont on parlait",
    "opposite": "le cas contraire",
    "of_self": "pour soi",
    "of_them": "de l’organisme dont on parlait",
    "of_other": "pour quelqu’un d’autre",
}


@dataclass(frozen=True)
class EntityChange:
    """A sentence, and what is named in it before and after, in words."""

    sentence: ComparedSentence
    before: str
    after: str


class Finders:
    """What finds names by one version's lexicon."""

    def __init__(self, content: Content) -> None:
        checkout = content.checkout
        self.content = content
        self.places = TerritoryFinder.load(checkout.programme, DATA, checkout.lexicon)
        self.facts = FactFinder.load(content.programme.facts, checkout.lexicon)
        self.words = Words.load(checkout.lexicon / "mots.yml")
        self.delexicalizer = Delexicalizer(self.words, self.places)
        self._finder = Finder(self.places, self.facts, self.words)

    def named(self, sentence: ComparedSentence) -> Mentions:
        """What is named in a sentence, out of any conversation."""
        return self._finder.find(sentence.text, expected=False, language=sentence.language)


def entity_changes(old: Finders, new: Finders, sentences: Sequence[ComparedSentence]) -> list[EntityChange]:
    """The sentences in which something else is named; none without a look where no file of the lexicon changed."""
    looks = list(_looks(old, new))
    if not looks:
        return []
    found = []
    for sentence in sentences:
        if not any(look(sentence) for look in looks):
            continue
        before, after = old.named(sentence), new.named(sentence)
        if _without_spans(before) != _without_spans(after):
            was, now = described(before, old.content), described(after, new.content)
            found.append(EntityChange(sentence, was, now))
    return found


def described(mentions: Mentions, content: Content) -> str:
    """What is named, in French: « territoire : Landes ; la formation : Le titre complet (REMN) »."""
    words, programme = content.words["fr"], content.programme
    parts = []
    if mentions.territory:
        sure = " (à préciser)" if mentions.territory.ambiguous else ""
        parts.append(f"territoire : {label(programme, mentions.territory)}{sure}")
    if mentions.denied:
        parts.append("territoire écarté : " + ", ".join(mentions.denied))
    stated = [*(("parcours", course) for course in mentions.courses), *mentions.facts.items()]
    for fact, value in stated:
        demand = words.demands.get(fact)
        name = (demand.nom if demand else None) or fact
        parts.append(f"{name} : {value_name(programme, words, fact, value)}")
    if mentions.day:
        parts.append(f"date : {words.day(mentions.day)}")
    parts += [name for flag, name in _FLAGS.items() if getattr(mentions, flag)]
    return " ; ".join(parts) or "rien"


def _looks(old: Finders, new: Finders) -> Iterator[Callable[[ComparedSentence], bool]]:
    """For each part of the lexicon that changed, a quick look at whether a sentence is concerned."""
    before, after = old.content.checkout.root, new.content.checkout.root
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
    if _differ(before, after, _FACTS):
        yield lambda sentence: old.facts.find(sentence.text) != new.facts.find(sentence.text)


def _differ(before: Path, after: Path, names: Sequence[str]) -> bool:
    return any((before / name).read_bytes() != (after / name).read_bytes() for name in names)


def _without_spans(mentions: Mentions) -> tuple[object, ...]:
    return tuple(getattr(mentions, part.name) for part in fields(mentions) if part.name != "places")
