"""How many of the territories, trainings and facts that sentences name are found, and how many found are right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.places.finder import PlaceFinder
from nlu.training_data.examples import Language
from rules.errors import Finding, ProgrammeError
from rules.facts import FactDefinition
from rules.model import Place
from rules.yaml_lines import read_document
from tests.evaluation.territory_sentences import TerritorySentence

COURSE = "parcours"


class LabelledSentence(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """An entry of `facts.yml`: a sentence, the trainings it is about and the facts it states, none if empty."""

    phrase: str
    langue: Language
    parcours: list[str] = msgspec.field(default_factory=list)
    faits: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class Retrieval:
    """What was found of one kind of thing.

    Attributes:
        name: the kind: "territoire" or a fact of the programme.
        found: things found.
        found_right: those of them that are right.
        expected: things that the sentences name.
        recalled: those of them that were found.
    """

    name: str
    found: int
    found_right: int
    expected: int
    recalled: int

    @property
    def precision(self) -> float | None:
        """The share of things found that are right; None if nothing was found."""
        return self.found_right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of things named that were found; None if nothing was named."""
        return self.recalled / self.expected if self.expected else None


@dataclass(frozen=True)
class Misread:
    """A sentence in which something was not found, or found wrongly; `place` is None for a generated sentence."""

    text: str
    expected: str
    found: str
    place: Place | None


@dataclass(frozen=True)
class Entities:
    """The figures by kind, and the sentences misread."""

    retrievals: tuple[Retrieval, ...]
    misread: tuple[Misread, ...]


@dataclass
class _Count:
    found: int = 0
    right: int = 0
    expected: int = 0


def territories_found(finder: PlaceFinder, sentences: Iterable[TerritorySentence]) -> Entities:
    """Look for the territory of sentences that name one or none.

    A mention is right if it is the territory meant, or a choice that holds it.
    """
    count, recalled = _Count(), 0
    misread = []
    for sentence in sentences:
        mentions = finder.find(sentence.text)
        right = [
            bool(sentence.codes)
            and (set(mention.codes) == sentence.codes or (mention.ambiguous and sentence.codes <= set(mention.codes)))
            for mention in mentions
        ]
        count.found += len(mentions)
        count.right += sum(right)
        count.expected += bool(sentence.codes)
        recalled += any(right)
        if not all(right) or (sentence.codes and not any(right)):
            found = ", ".join(mention.name for mention in mentions)
            misread.append(Misread(sentence.text, ", ".join(sorted(sentence.codes)), found, None))
    total = Retrieval("territoire", count.found, count.right, count.expected, recalled)
    return Entities((total,), tuple(misread))


def read_labelled(path: Path, facts: Mapping[str, FactDefinition]) -> list[tuple[LabelledSentence, Place]]:
    """Read sentences labelled with the facts that they state.

    Raises:
        ProgrammeError: the file does not have the form, or a fact or value does not exist.
    """
    document = read_document(path, list[LabelledSentence])
    findings = []
    for index, sentence in enumerate(document.content):
        for fact, value in _pairs(sentence.parcours, sentence.faits):
            if fact not in facts or value not in facts[fact].values:
                place = document.place(index)
                findings.append(Finding(place, f"« {fact}: {value} » n'existe pas", "voir rules/programme/faits.yml"))
    if findings:
        raise ProgrammeError(findings)
    return [(sentence, document.place(index)) for index, sentence in enumerate(document.content)]


def facts_found(finder: EntityFinder, sentences: Sequence[tuple[LabelledSentence, Place]]) -> Entities:
    """Look for the trainings and facts of labelled sentences, each sentence without a conversation before it."""
    counts: dict[str, _Count] = {}
    misread = []
    for sentence, place in sentences:
        entities = finder.find(sentence.phrase, expected=False, language=sentence.langue)
        expected = _pairs(sentence.parcours, sentence.faits)
        # As the reader takes them: one training, unless several are listed.
        found = _pairs(entities.courses if entities.enumerated else entities.courses[:1], entities.facts)
        for fact, _ in found:
            counts.setdefault(fact, _Count()).found += 1
        for fact, _ in expected:
            counts.setdefault(fact, _Count()).expected += 1
        for fact, _ in expected & found:
            counts[fact].right += 1
        if found != expected:
            misread.append(Misread(sentence.phrase, _words(expected), _words(found), place))
    return Entities(
        tuple(
            Retrieval(fact, count.found, count.right, count.expected, count.right)
            for fact, count in sorted(counts.items(), key=lambda item: (-item[1].expected, item[0]))
        ),
        tuple(misread),
    )


def _pairs(courses: Iterable[str], facts: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(COURSE, course) for course in courses} | set(facts.items())


def _words(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{fact}\u00a0: {value}" for fact, value in sorted(pairs))
