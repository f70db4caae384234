"""Whether a name in a message is meant as a territory: capitals, place cues, and what stands beside it."""

from __future__ import annotations

from nlu.entities.places.gazetteer import Entry, Gazetteer, key_of
from nlu.entities.places.misspellings import Guess
from nlu.entities.places.tokenized_text import ARTICLES, FILLERS, Context, Cue, Cues

_NAME_WORDS = 3  # names of three words and more are nothing else
_SAFE_TYPO = 7
_LONG_VILLAGE = 6
_PLACE_PREPOSITIONS = frozenset({"dans", "ds", "en", "in", "from", "depuis"})
_ARTICLED = ARTICLES | {"au", "aux", "du", "des"}
_PHRASE_STARTS = frozenset({"dans", "ds", "en", "le", "la", "departement"})
_COMPASS = frozenset({"sud", "nord", "est", "ouest", "centre", "ex", "grand", "agglo", "agglomeration", "ville"})
_SAINTS = frozenset({"saint", "sainte"})
_LINKING = frozenset({"de", "du", "d", "des", "la", "le", "l", "les", "of"})


class Evidence:
    """Weighs what stands around a name."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        """Keep the names' exceptions and the cue words."""
        self._gazetteer = gazetteer
        self._cues = cues
        words = gazetteer.lexicon
        self._units = frozenset(words.numeros.unites) | frozenset(words.numeros.mois)
        self._excluding = frozenset(map(key_of, words.exclusions))
        self._titles = frozenset(words.civilites)
        self._signs = frozenset(map(key_of, words.enseignes))
        self._streets = frozenset(words.voies)
        self._not_streets = frozenset(words.sauf_voies)
        self._first_names = frozenset(words.prenoms)

    def in_other_name(self, context: Context, start: int) -> bool:
        """Whether a name ends that of an organisation or a street: "Pimms Médiation de Bordeaux", "rue de Pau"."""
        at = start
        while at > 0 and context.words[at - 1] in _LINKING and context.joined(at):
            at -= 1
        if not context.joined(at):
            return False
        if context.ends_with(at, self._signs):
            return True
        return context.ends_with(at, self._streets) and not context.ends_with(at, self._not_streets)

    def family_name(self, context: Context, start: int) -> bool:
        """Whether a first name or an initial stands before: "Pascal Landes", "P. Landes"."""
        if not start or context.words[start] in ARTICLES:
            return False
        gap, before = context.gap(start), context.words[start - 1]
        if gap == ". ":
            return len(before) == 1 and context.raw(start - 1).isupper()
        # "Saint-Martin Landes" is a place.
        saint = start > 1 and context.words[start - 2] in _SAINTS
        return gap == " " and before in self._first_names and not saint

    def believable(self, context: Context, start: int, end: int, key: str, entry: Entry) -> bool:
        """Whether a correctly spelt name is meant as a place."""
        if entry.trust == "organisation":
            return True
        if not self._allowed(context, start, end, key, entry):
            return False
        if entry.trust == "sure":
            return True
        if entry.trust == "spelt":
            return self._spelt(context, start, end, key)
        cue = context.cue(start, self._cues)
        capital = context.capital(start, end)
        answer = context.expected and context.whole(start, end) and entry.trust == "word"
        if key in self._gazetteer.never and not (capital and cue.place) and not answer:
            return False
        if entry.trust == "word":
            return self._word(context, start, end, entry, cue, capital)
        if entry.trust == "village":
            return self._village(context, start, end, key, cue, capital)
        return self._village_word(context, start, end, cue, capital)

    def believable_typo(self, context: Context, start: int, end: int, guess: Guess, entry: Entry) -> bool:
        """Whether words that are near a name mean it."""
        if self._titled(context, start) or context.hyphen_before(start) or context.hyphen_after(end):
            return False
        if " ".join(context.words[start:end]) in self._gazetteer.never:
            return False
        cue = context.cue(start, self._cues)
        whole = context.whole(start, end)
        placed = bool(cue.place) or whole or (bool(cue.preposition) and cue.preposition not in self._cues.weak)
        if entry.trust == "word" and not placed:
            return False
        if not entry.known:
            sure = bool(cue.place or cue.accented)
            return placed and guess.length >= (_SAFE_TYPO if not sure else _SAFE_TYPO - 2 + guess.distance)
        article = start > 0 and context.words[start - 1] in ARTICLES and context.joined(start)
        if guess.length >= _SAFE_TYPO and (guess.distance <= 1 or guess.words > 1):
            return True
        return placed or ((article or bool(cue.preposition)) and guess.length >= _SAFE_TYPO - 1)

    def _allowed(self, context: Context, start: int, end: int, key: str, entry: Entry) -> bool:
        names = self._gazetteer
        if (
            key in names.capitals_only
            and not (context.raw(start).isupper() and not context.capitals)
            and not (context.expected and context.whole(start, end))
        ):
            return False
        follows = "" if end < len(context.words) and "," in context.gap(end) else context.follows(end)
        if follows in self._refused_after(key) or self._refused_before(context, start, key):
            return False
        if self._titled(context, start) or (entry.kind != "zone" and self._excluded(context, start)):
            return False
        return self._complete(context, start, end, key, entry)

    def _complete(self, context: Context, start: int, end: int, key: str, entry: Entry) -> bool:
        """Whether a name is no part of a longer one: "Lot-eo-Garonne" is not the Lot, "Sud-Gironde" is in Gironde."""
        beside = [context.words[start - 1]] if context.hyphen_before(start) else []
        beside += [context.words[end]] if context.hyphen_after(end) else []
        if not beside:
            return True
        return entry.trust == "sure" and not key.startswith("saint") and all(map(self._stands_beside, beside))

    def _stands_beside(self, word: str) -> bool:
        beside = self._gazetteer.entry(word)
        return word in _COMPASS or (beside is not None and beside.trust == "sure")

    def _refused_after(self, key: str) -> frozenset[str]:
        """The words that may not follow a name: after "dans le Nord", those that may not follow "Nord"."""
        told = self._gazetteer.not_before
        first, _, _ = key.partition(" ")
        return told.get(key) or (told.get(key.rpartition(" ")[2]) if first in _PHRASE_STARTS else None) or frozenset()

    def _refused_before(self, context: Context, start: int, key: str) -> bool:
        told = self._gazetteer.not_after.get(key)
        if not told:
            return False
        words = context.before(start, 4)
        without_article = words[:-1] if words and words[-1] in ARTICLES else words
        return any(" ".join(some[at:]) in told for some in (words, without_article) for at in range(len(some)))

    def _excluded(self, context: Context, start: int) -> bool:
        """Whether the message speaks of everywhere else: "hors Bretagne"."""
        at = start
        while at > 0 and context.words[at - 1] in ARTICLES and context.joined(at):
            at -= 1
        return context.joined(at) and context.ends_with(at, self._excluding)

    def _titled(self, context: Context, start: int) -> bool:
        return start > 0 and context.words[start - 1] in self._titles and context.gap(start) in {" ", ". "}

    def _spelt(self, context: Context, start: int, end: int, key: str) -> bool:
        """A department number in letters."""
        if context.follows(end) in self._units:
            return False
        if key.startswith(("dans le ", "ds le ", "departement ")):
            return True
        return context.whole(start, end) and context.expected

    def _word(self, context: Context, start: int, end: int, entry: Entry, cue: Cue, capital: bool) -> bool:
        """A department or town whose name is also a word."""
        placed = bool(cue.preposition) and (cue.preposition == "a" or cue.preposition not in self._cues.weak)
        if context.whole(start, end) and (placed or self._answers(context, start, end)):
            return True
        if capital:
            return bool(cue.preposition or cue.place) or not context.english or "(" in context.gap(start)
        if entry.kind != "commune" and context.heading(start, end):
            return True
        if entry.kind == "commune" and context.words[start] in _ARTICLED:
            return cue.place in self._cues.communes  # "je travaille à la crèche"
        if cue.place:
            return True
        if entry.kind == "commune" or entry.name.startswith("Saint"):
            return cue.accented
        return cue.preposition in _PLACE_PREPOSITIONS

    def _village(self, context: Context, start: int, end: int, key: str, cue: Cue, capital: bool) -> bool:
        """A commune of less than 5,000 inhabitants."""
        words = key.count(" ") + 1
        if words >= _NAME_WORDS or cue.place:
            return True
        if context.whole(start, end) and self._answers(context, start, end):
            return True
        if context.expected and all(word in FILLERS for word in context.words[:start]):
            return True
        # "le titre a hagetmau ?": where the clause ends, nothing was done by anybody.
        ends = context.follows(end) == "" and cue.preposition == "a" and len(key) >= _LONG_VILLAGE
        strong = bool(cue.preposition) and (cue.preposition not in self._cues.weak or cue.accented or ends)
        return strong or (bool(cue.preposition) and (capital or words > 1))

    def _village_word(self, context: Context, start: int, end: int, cue: Cue, capital: bool) -> bool:
        """A small commune whose name is also a word."""
        if cue.place in self._cues.communes and (capital or cue.preposition in {"", "a", "de", "d", "of"}):
            return capital or context.words[start] not in ARTICLES
        if capital and ((cue.place and cue.preposition) or cue.accented):
            return True
        return context.expected and context.whole(start, end)

    @staticmethod
    def _answers(context: Context, start: int, end: int) -> bool:
        """Whether a message that is only a name is meant as one: asked for, or written with a capital."""
        if context.expected:
            return True
        first = next((at for at in range(start, end) if context.words[at] not in ARTICLES), start)
        return context.raw(first)[0].isupper() and not context.english
