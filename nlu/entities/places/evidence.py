"""Whether a name in a message is meant as a territory: capitals, place cues, and what stands beside it."""

from __future__ import annotations

from nlu.entities.places.gazetteer import Entry, Gazetteer, key_of
from nlu.entities.places.misspellings import PlaceGuess
from nlu.entities.places.tokenized_text import ARTICLES, FILLERS, PlaceCue, PlaceCues, TokenizedText

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

    def __init__(self, gazetteer: Gazetteer, cues: PlaceCues) -> None:
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

    def in_other_name(self, tokenized: TokenizedText, start: int) -> bool:
        """Whether a name ends that of an organisation or a street: "Pimms Médiation de Bordeaux", "rue de Pau"."""
        at = start
        while at > 0 and tokenized.words[at - 1] in _LINKING and tokenized.joined(at):
            at -= 1
        if not tokenized.joined(at):
            return False
        if tokenized.ends_with(at, self._signs):
            return True
        return tokenized.ends_with(at, self._streets) and not tokenized.ends_with(at, self._not_streets)

    def family_name(self, tokenized: TokenizedText, start: int) -> bool:
        """Whether a first name or an initial stands before: "Pascal Landes", "P. Landes"."""
        if not start or tokenized.words[start] in ARTICLES:
            return False
        gap, before = tokenized.gap(start), tokenized.words[start - 1]
        if gap == ". ":
            return len(before) == 1 and tokenized.raw(start - 1).isupper()
        # "Saint-Martin Landes" is a place.
        saint = start > 1 and tokenized.words[start - 2] in _SAINTS
        return gap == " " and before in self._first_names and not saint

    def believable(self, tokenized: TokenizedText, start: int, end: int, key: str, entry: Entry) -> bool:
        """Whether a correctly spelt name is meant as a place."""
        if entry.trust == "organisation":
            return True
        if not self._allowed(tokenized, start, end, key, entry):
            return False
        if entry.trust == "sure":
            return True
        if entry.trust == "spelt":
            return self._spelt(tokenized, start, end, key)
        cue = tokenized.cue(start, self._cues)
        capital = tokenized.capital(start, end)
        answer = tokenized.expected and tokenized.whole(start, end) and entry.trust == "word"
        if key in self._gazetteer.never and not (capital and cue.place) and not answer:
            return False
        if entry.trust == "word":
            return self._word(tokenized, start, end, entry, cue, capital)
        if entry.trust == "village":
            return self._village(tokenized, start, end, key, cue, capital)
        return self._village_word(tokenized, start, end, cue, capital)

    def believable_typo(self, tokenized: TokenizedText, start: int, end: int, guess: PlaceGuess, entry: Entry) -> bool:
        """Whether words that are near a name mean it."""
        if self._titled(tokenized, start) or tokenized.hyphen_before(start) or tokenized.hyphen_after(end):
            return False
        if " ".join(tokenized.words[start:end]) in self._gazetteer.never:
            return False
        cue = tokenized.cue(start, self._cues)
        whole = tokenized.whole(start, end)
        placed = bool(cue.place) or whole or (bool(cue.preposition) and cue.preposition not in self._cues.weak)
        if entry.trust == "word" and not placed:
            return False
        if not entry.known:
            sure = bool(cue.place or cue.accented)
            return placed and guess.length >= (_SAFE_TYPO if not sure else _SAFE_TYPO - 2 + guess.distance)
        article = start > 0 and tokenized.words[start - 1] in ARTICLES and tokenized.joined(start)
        if guess.length >= _SAFE_TYPO and (guess.distance <= 1 or guess.words > 1):
            return True
        return placed or ((article or bool(cue.preposition)) and guess.length >= _SAFE_TYPO - 1)

    def _allowed(self, tokenized: TokenizedText, start: int, end: int, key: str, entry: Entry) -> bool:
        names = self._gazetteer
        if (
            key in names.capitals_only
            and not (tokenized.raw(start).isupper() and not tokenized.capitals)
            and not (tokenized.expected and tokenized.whole(start, end))
        ):
            return False
        follows = "" if end < len(tokenized.words) and "," in tokenized.gap(end) else tokenized.follows(end)
        if follows in self._refused_after(key) or self._refused_before(tokenized, start, key):
            return False
        if self._titled(tokenized, start) or (entry.kind != "zone" and self._excluded(tokenized, start)):
            return False
        return self._complete(tokenized, start, end, key, entry)

    def _complete(self, tokenized: TokenizedText, start: int, end: int, key: str, entry: Entry) -> bool:
        """Whether a name is no part of a longer one: "Lot-eo-Garonne" is not the Lot, "Sud-Gironde" is in Gironde."""
        beside = [tokenized.words[start - 1]] if tokenized.hyphen_before(start) else []
        beside += [tokenized.words[end]] if tokenized.hyphen_after(end) else []
        if not beside:
            return True
        return entry.trust == "sure" and not key.startswith("saint") and all(map(self._stands_beside, beside))

    def _stands_beside(self, word: str) -> bool:
        beside = self._gazetteer.entry(word)
        return word in _COMPASS or (beside is not None and beside.trust == "sure")

    def _refused_after(self, key: str) -> frozenset[str]:
        """The words that may not follow a name: after "dans le Nord", those that may not follow "Nord"."""
        refused = self._gazetteer.not_before
        first, _, _ = key.partition(" ")
        return (
            refused.get(key)
            or (refused.get(key.rpartition(" ")[2]) if first in _PHRASE_STARTS else None)
            or frozenset()
        )

    def _refused_before(self, tokenized: TokenizedText, start: int, key: str) -> bool:
        refused = self._gazetteer.not_after.get(key)
        if not refused:
            return False
        words = tokenized.before(start, 4)
        without_article = words[:-1] if words and words[-1] in ARTICLES else words
        return any(
            " ".join(sequence[at:]) in refused for sequence in (words, without_article) for at in range(len(sequence))
        )

    def _excluded(self, tokenized: TokenizedText, start: int) -> bool:
        """Whether the message speaks of everywhere else: "hors Bretagne"."""
        at = start
        while at > 0 and tokenized.words[at - 1] in ARTICLES and tokenized.joined(at):
            at -= 1
        return tokenized.joined(at) and tokenized.ends_with(at, self._excluding)

    def _titled(self, tokenized: TokenizedText, start: int) -> bool:
        return start > 0 and tokenized.words[start - 1] in self._titles and tokenized.gap(start) in {" ", ". "}

    def _spelt(self, tokenized: TokenizedText, start: int, end: int, key: str) -> bool:
        """A department number in letters."""
        if tokenized.follows(end) in self._units:
            return False
        if key.startswith(("dans le ", "ds le ", "departement ")):
            return True
        return tokenized.whole(start, end) and tokenized.expected

    def _word(self, tokenized: TokenizedText, start: int, end: int, entry: Entry, cue: PlaceCue, capital: bool) -> bool:
        """A department or town whose name is also a word."""
        placed = bool(cue.preposition) and (cue.preposition == "a" or cue.preposition not in self._cues.weak)
        if tokenized.whole(start, end) and (placed or self._answers(tokenized, start, end)):
            return True
        if capital:
            return bool(cue.preposition or cue.place) or not tokenized.english or "(" in tokenized.gap(start)
        if entry.kind != "commune" and tokenized.heading(start, end):
            return True
        if entry.kind == "commune" and tokenized.words[start] in _ARTICLED:
            return cue.place in self._cues.communes  # "je travaille à la crèche"
        if cue.place:
            return True
        if entry.kind == "commune" or entry.name.startswith("Saint"):
            return cue.accented
        return cue.preposition in _PLACE_PREPOSITIONS

    def _village(self, tokenized: TokenizedText, start: int, end: int, key: str, cue: PlaceCue, capital: bool) -> bool:
        """A commune of less than 5,000 inhabitants."""
        words = key.count(" ") + 1
        if words >= _NAME_WORDS or cue.place:
            return True
        if tokenized.whole(start, end) and self._answers(tokenized, start, end):
            return True
        if tokenized.expected and all(word in FILLERS for word in tokenized.words[:start]):
            return True
        # "le titre a hagetmau ?": where the clause ends, nothing was done by anybody.
        ends = tokenized.follows(end) == "" and cue.preposition == "a" and len(key) >= _LONG_VILLAGE
        strong = bool(cue.preposition) and (cue.preposition not in self._cues.weak or cue.accented or ends)
        return strong or (bool(cue.preposition) and (capital or words > 1))

    def _village_word(self, tokenized: TokenizedText, start: int, end: int, cue: PlaceCue, capital: bool) -> bool:
        """A small commune whose name is also a word."""
        if cue.place in self._cues.communes and (capital or cue.preposition in {"", "a", "de", "d", "of"}):
            return capital or tokenized.words[start] not in ARTICLES
        if capital and ((cue.place and cue.preposition) or cue.accented):
            return True
        return tokenized.expected and tokenized.whole(start, end)

    @staticmethod
    def _answers(tokenized: TokenizedText, start: int, end: int) -> bool:
        """Whether a message that is only a name is meant as one: asked for, or written with a capital."""
        if tokenized.expected:
            return True
        first = next((at for at in range(start, end) if tokenized.words[at] not in ARTICLES), start)
        return tokenized.raw(first)[0].isupper() and not tokenized.english
