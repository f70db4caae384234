"""Answers to the assistant's question: which of its options an utterance names, describes or refuses.

Parts that ask something, or speak of someone else, are ignored; after a correction, only what follows it counts. The
other parts are searched in this order:

1. a place in the list ("la 2");
2. words that name a value (a phrase of `lexique/reponses.yml`) or say "I don't know";
3. all or none;
4. yes or no;
5. a fact of the lexicon;
6. closeness in meaning to one option and no other.

If two options are left, the adviser must say which: a wrong value is the worst answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from nlu.dialogue.state import AwaitedFact
from nlu.encoder.encoding import Vectors
from nlu.entities.answer_words import AnswerCue, AnswerPhrase, AnswerWords, Occurrence, answer_words
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities
from nlu.text import fold
from rules.ids import FactId, StrEnum
from rules.model import Programme

MIN_LIKENESS = 0.55
"""Cosine to a phrase of an option from which an utterance means that option, if no word decides."""

MIN_LEAD = 0.12
"""How much closer it must be to that option than to any other."""

MIN_WEIGHT_SHARE = 0.6
"""A phrase lighter than this share of another in the same part is ignored ("je l'ai" in "je l'ai raté")."""

MAX_REFUSAL_WORDS = 1
"""Words between a refusal and the option's name ("pas celle d'Aidants Connect")."""

MAX_ANSWER_WORDS = 80
"""Words of a message that may be an answer; a longer one tells a story, or is a pasted thread."""

MAX_RANK_WORDS = 12
"""Words of a part that may name a place in the list: in a story "la première" means something else."""

MAX_COUNT_WORDS = 6
"""Words of a part that may say all or none."""

MAX_CASES = 4
"""Values answered separately, if several hold or the adviser does not know."""

Meanings = Callable[[Sequence[str]], Vectors]
"""Encodes texts, as :meth:`nlu.encoder.sentence_encoder.SentenceEncoder.meanings`."""

_PART_END = re.compile(
    r"(?<=[.!?…;:,])\s+|\n+|\s*\.{2,}\s*|\s+(?=(?:mais|but|enfin|donc|so|sinon|moi|lui|et moi|et lui)\s)", re.IGNORECASE
)
_MANY = re.compile(r"\b(?:les|entre|all|both)\b")
_THIRD: Final = frozenset({"lui", "elle", "eux", "elles", "him", "her", "them", "he", "she"})
_OTHERS_OWN: Final = frozenset({"lui", "eux", "sienne", "sien", "leur"})
_WHETHER: Final = frozenset({"si", "if", "whether"})


class AnswerKind(StrEnum):
    """How an utterance answers the question put."""

    VALUES = "valeurs"  # one value, or several that all hold
    UNKNOWN = "inconnu"  # the adviser does not know
    NONE = "aucune"  # each option is refused
    UNCLEAR = "incertain"  # an answer, but not clear which


@dataclass(frozen=True)
class AwaitedAnswer:
    """The answer to the question put, with the values stated."""

    kind: AnswerKind
    values: tuple[str, ...] = ()


_UNKNOWN: Final = AwaitedAnswer(AnswerKind.UNKNOWN)
_NONE: Final = AwaitedAnswer(AnswerKind.NONE)
_UNCLEAR: Final = AwaitedAnswer(AnswerKind.UNCLEAR)


@dataclass(frozen=True)
class _Part:
    """A part of an utterance.

    Attributes:
        text: its text.
        words: its words.
        asks: whether it asks something.
        has_mark: whether it ends in a question mark.
    """

    text: str
    words: tuple[str, ...]
    asks: bool
    has_mark: bool


class AnswerResolver:
    """Resolves answers, by one programme and lexicon.

    Args:
        programme: has the facts.
        lexicon: recognizes parts that ask.
        entities: finds the entities of the other parts.
        words: the words of answers.
        meanings: encodes texts; without it, only words count.
    """

    def __init__(
        self,
        programme: Programme,
        lexicon: Lexicon,
        entities: EntityFinder,
        words: AnswerWords,
        meanings: Meanings | None = None,
    ) -> None:
        self._programme = programme
        self._clauses = lexicon.clauses
        self._entities = entities
        self._words = words
        self._meanings = meanings
        self._vectors: dict[str, tuple[list[str], Vectors]] = {}

    def resolve(self, text: str, awaited: AwaitedFact, language: str | None = None) -> AwaitedAnswer | None:
        """What an utterance answers; None if it says nothing about the question put.

        Args:
            text: the utterance.
            awaited: what the last reply asked.
            language: "fr" or "en", if known.
        """
        if len(answer_words(text)) > MAX_ANSWER_WORDS:
            return None
        whole = self._parts(text)
        parts = self._answering(whole)
        if not parts:
            return None
        stated = text if parts == whole else " ".join(part.text for part in parts)
        expects_place = awaited.fact == FactId.PLACE
        entities = self._entities.find(stated, expected=expects_place, language=language, awaited=(awaited.fact,))
        options = _Options(self._programme, self._words, awaited)
        readers = (self._ranked, self._placed, self._named, self._counted, self._agreed, self._stated, self._close)
        for read in readers if awaited.is_last else (self._placed, self._named, self._stated):
            if answer := read(parts, entities, options):
                return answer if awaited.is_last or answer.kind == AnswerKind.VALUES else None
        return None

    # Parts

    def _parts(self, text: str) -> list[_Part]:
        parts = []
        for part in _PART_END.split(text):
            if words := answer_words(part):
                bare = part.replace("?", "").strip()
                unsure = "?" not in part and self._occurs(AnswerCue.UNKNOWN, words)
                asks = not unsure and any(clause.asks_outright for clause in self._clauses.split(bare))
                parts.append(_Part(part, words, asks, "?" in part))
        return parts

    def _answering(self, parts: list[_Part]) -> list[_Part]:
        """The parts that may answer: after any correction, not asking, and not about someone else."""
        for index in range(len(parts) - 1, -1, -1):
            ends = [found.end for found in self._occurs(AnswerCue.CORRECTION, parts[index].words)]
            if ends:
                words = parts[index].words[max(ends) :]
                rest = [_Part(" ".join(words), words, parts[index].asks, parts[index].has_mark)] if words else []
                parts = [*rest, *parts[index + 1 :]] or parts
                break
        others = [part for part in parts if self._is_about_another(part)]
        if len(others) < len(parts) and (own := [part for part in parts if self._occurs(AnswerCue.SELF, part.words)]):
            parts = own if others or len(own) == 1 else parts
        elif others and any(_THIRD & set(part.words) for part in parts):
            return []
        return [part for part in parts if part not in others and not part.asks]

    def _is_about_another(self, part: _Part) -> bool:
        return part.words[0] in _OTHERS_OWN or bool(self._occurs(AnswerCue.OTHER_PERSON, part.words))

    def _occurs(self, cue: AnswerCue, words: Sequence[str]) -> list[Occurrence]:
        return self._words.occurrences(self._words.cues[cue], words, exact=cue != AnswerCue.OTHER_PERSON)

    # Places in the list

    def _ranked(self, parts: Sequence[_Part], _entities: Entities, options: _Options) -> AwaitedAnswer | None:
        found = {values for part in parts if (values := self._rank(part, options))}
        return AwaitedAnswer(AnswerKind.VALUES, found.pop()) if len(found) == 1 else None

    def _rank(self, part: _Part, options: _Options) -> tuple[str, ...]:
        """The options that a part names by their place: "la 2", "les trois premières", "the last one"."""
        words, values = part.words, options.values
        if not values or len(words) > MAX_RANK_WORDS or part.asks:
            return ()
        ranks = {place: rank for place, word in enumerate(words) if (rank := self._words.rank(word))}
        numbers = {place: number for place, word in enumerate(words) if (number := self._words.number(word))}
        rest = [word for place, word in enumerate(words) if place not in ranks and place not in numbers]
        if any(word not in self._words.rank_words for word in rest):
            return ()
        count = next((number for number in numbers.values() if 1 < number <= len(values)), 0)
        if ranks and count:
            return values[:count] if ranks[min(ranks)] == 1 else values[-count:] if -1 in ranks.values() else ()
        digits = [int(word) for word in words if word.isdigit()]
        if not ranks and not _MANY.search(fold(part.text)) and len(digits) == len(numbers) == 1:
            ranks = {0: digits[0]}
        places = [rank if rank > 0 else len(values) for rank in ranks.values()]
        return tuple(dict.fromkeys(values[place - 1] for place in places if place <= len(values)))

    # What names a value

    def _placed(self, _parts: Sequence[_Part], entities: Entities, options: _Options) -> AwaitedAnswer | None:
        place = entities.place if options.fact == FactId.PLACE else None
        if place is None:
            return None
        inside = tuple(code for code in options.values if code in place.codes)
        if inside and len(inside) == len(options.values):
            return None  # only repeats the town that they share
        return AwaitedAnswer(AnswerKind.VALUES, inside or place.codes)

    def _named(self, parts: Sequence[_Part], _entities: Entities, options: _Options) -> AwaitedAnswer | None:
        """The values whose phrases occur and are not refused, or "I don't know"."""
        named: dict[str, float] = {}
        refused: set[str] = set()
        joined, unsure, doubtful = True, False, False
        for part in parts:
            unknown = self._occurs(AnswerCue.UNKNOWN, part.words)
            if any(at.end < len(part.words) and part.words[at.end] in _WHETHER for at in unknown):
                return _UNKNOWN
            found = _strongest([(value, at) for value, at in self._values_in(part, options)], unknown)
            unknown = [at for at in unknown if not any(at.is_within(other) for _, other in found)]
            doubtful |= bool(unknown)
            unsure |= any(not self._clauses.asks(" ".join(part.words[at.end :])) for at in unknown)
            if part.has_mark and not self._is_whole(part.words, [at for _, at in found]):
                continue
            stated = [(value, at) for value, at in found if not self._is_refused(at, part.words)]
            refused |= {value for value, _ in found} - {value for value, _ in stated}
            joined &= all(after.start <= before.end + 1 for before, after in pairwise(sorted({at for _, at in stated})))
            for value, at in stated:
                named[value] = max(named.get(value, 0.0), at.weight)
        values = options.narrowed(value for value in named if value not in refused)
        if (unsure and options.is_yes_no) or (doubtful and not values):
            return _UNKNOWN
        if values == [AnswerKind.NONE]:
            return _NONE
        if len(values) > 1 and (options.is_yes_no or not joined or AnswerKind.NONE in values):
            return _UNCLEAR
        left = values or [value for value in options.values if value not in refused]
        return options.answer(left) if values or (refused and len(left) == 1) else None

    def _values_in(self, part: _Part, options: _Options) -> Iterator[tuple[str, Occurrence]]:
        for value, phrases in options.phrases.items():
            for at in self._words.occurrences(phrases, part.words, begins=options.fact == FactId.PLACE):
                yield value, at

    def _is_refused(self, at: Occurrence, words: Sequence[str]) -> bool:
        refusals = self._occurs(AnswerCue.REFUSAL, words)
        return any(0 <= at.start - refusal.end <= MAX_REFUSAL_WORDS for refusal in refusals)

    def _is_whole(self, words: Sequence[str], found: Iterable[Occurrence]) -> bool:
        covered = {place for at in found for place in range(at.start, at.end)}
        return bool(covered) and all(place in covered or word in self._words.small for place, word in enumerate(words))

    # All and none, yes and no

    def _counted(self, parts: Sequence[_Part], _entities: Entities, options: _Options) -> AwaitedAnswer | None:
        if not options.values:
            return None
        for part in parts:
            if part.has_mark or len(part.words) > MAX_COUNT_WORDS + 4 * options.is_pair:
                continue
            if not options.is_yes_no and self._occurs(AnswerCue.NONE, part.words):
                return _NONE
            both = options.is_pair and self._occurs(AnswerCue.BOTH, part.words)
            if not options.is_yes_no and (both or self._occurs(AnswerCue.ALL, part.words)):
                return AwaitedAnswer(AnswerKind.VALUES, options.values)
        return None

    def _agreed(self, parts: Sequence[_Part], _entities: Entities, options: _Options) -> AwaitedAnswer | None:
        """Yes or no, if the fact is asked for as a yes/no question."""
        if not options.is_yes_no:
            return None
        stated: set[str] = set()
        for part in parts:
            yes, no = self._occurs(AnswerCue.YES, part.words), self._occurs(AnswerCue.NO, part.words)
            if part.has_mark and not self._is_whole(part.words, (*yes, *no)):
                continue
            if len(part.words) > 1:
                yes = [at for at in yes if not _WHETHER & {*part.words[at.start : at.end]} or at.end - at.start > 1]
            stated |= {options.yes for at in yes if options.yes and not any(at.is_within(other) for other in no)}
            stated |= {options.no for at in no if options.no and not any(at.is_within(other) for other in yes)}
        return options.answer(stated) if len(stated) == 1 else _UNCLEAR if stated else None

    # Facts of the lexicon, and closeness in meaning

    def _stated(self, _parts: Sequence[_Part], entities: Entities, options: _Options) -> AwaitedAnswer | None:
        if options.fact == FactId.COURSE:
            courses = options.narrowed(entities.courses)
            return options.answer(courses if entities.enumerated else courses[:1]) if courses else None
        value = entities.facts.get(options.fact)
        return options.answer([value]) if value else None

    def _close(self, parts: Sequence[_Part], _entities: Entities, options: _Options) -> AwaitedAnswer | None:
        if self._meanings is None or options.fact == FactId.PLACE or not options.phrases:
            return None
        owners, vectors = self._option_vectors(options, self._meanings)
        likeness = (self._meanings([part.text for part in parts]) @ vectors.T).max(axis=0)
        best: dict[str, float] = {}
        for owner, score in zip(owners, likeness.tolist(), strict=True):
            best[owner] = max(best.get(owner, -1.0), score)
        (value, first), (_, second), *_ = sorted(best.items(), key=lambda entry: -entry[1])
        if first < MIN_LIKENESS or first - second < MIN_LEAD:
            return None
        return {AnswerKind.UNKNOWN.value: _UNKNOWN, AnswerKind.NONE.value: _NONE}.get(value) or options.answer([value])

    def _option_vectors(self, options: _Options, meanings: Meanings) -> tuple[list[str], Vectors]:
        """The vectors of a fact's phrases, with the value of each. Encoded at first use."""
        if options.fact not in self._vectors:
            phrases = [(value, phrase.text) for value, found in options.phrases.items() for phrase in found]
            phrases += [(AnswerKind.UNKNOWN.value, phrase.text) for phrase in self._words.cues[AnswerCue.UNKNOWN]]
            self._vectors[options.fact] = [value for value, _ in phrases], meanings([text for _, text in phrases])
        return self._vectors[options.fact]


class _Options:
    """The options offered, with the phrases of each value of the fact."""

    def __init__(self, programme: Programme, words: AnswerWords, awaited: AwaitedFact) -> None:
        definition = programme.facts[awaited.fact]
        self._programme, self._words = programme, words
        self.fact, self.values = awaited.fact, awaited.options
        self.yes, self.no = definition.yes, definition.no

    @property
    def is_yes_no(self) -> bool:
        """Whether the fact is asked for as a yes/no question."""
        return self.yes is not None

    @property
    def is_pair(self) -> bool:
        """Whether there are two options."""
        return len(self.values) == 2

    @cached_property
    def phrases(self) -> Mapping[str, tuple[AnswerPhrase, ...]]:
        """The phrases of each value. For places, only of the options, with the words of their names."""
        written = self._words.values.get(self.fact, {})
        if self.fact != FactId.PLACE:
            return written
        return {value: (*written.get(value, ()), *self._name(value)) for value in self.values}

    def _name(self, code: str) -> Iterator[AnswerPhrase]:
        """The words of a department's name that no other option shares."""
        names = {other: set(answer_words(self._programme.territories[other].name)) for other in self.values}
        others = {word for other, words in names.items() if other != code for word in words}
        return (AnswerPhrase(word, (word,)) for word in names[code] - others)

    def narrowed(self, named: Iterable[str]) -> list[str]:
        """The values named that are options; if none is, the most specific."""
        values = tuple(named)
        inside = [value for value in values if value in self.values]
        return inside or list(self._programme.facts[self.fact].most_specific(values))

    def answer(self, values: Iterable[str]) -> AwaitedAnswer:
        """An answer with these values, in the order of the options."""
        order = {value: index for index, value in enumerate(self.values)}
        stated = tuple(sorted(values, key=lambda value: order.get(value, len(order))))
        return AwaitedAnswer(AnswerKind.VALUES, stated)


def _strongest(found: Sequence[tuple[str, Occurrence]], unknown: Sequence[Occurrence]) -> list[tuple[str, Occurrence]]:
    """The phrases of a part that are not inside a longer one, and weigh enough beside the others."""
    every = [*(at for _, at in found), *unknown]
    free = [(value, at) for value, at in found if not any(at.is_within(other) for other in every)]
    least = MIN_WEIGHT_SHARE * max((at.weight for _, at in free), default=0.0)
    return [(value, at) for value, at in free if at.weight >= least]
