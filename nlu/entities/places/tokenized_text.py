"""A message as the territory finder sees it: its words, and what stands around a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from nlu.entities.places.gazetteer import short_form
from nlu.entities.places.lexicon import CuesBlock
from nlu.text import Token, tokens, word_set

ARTICLES = frozenset({"le", "la", "les", "l", "the"})
_SENTENCE_END = frozenset(".!?;\n:•")
# Around a name, these words leave it the whole of the message: "et pour Pau ?", "non pardon, en Charente".
FILLERS = ARTICLES | word_set(
    "a au aux en dans ds sur vers chez pour pr de d du des et in from near at for of and ben bah euh heu alors plutot "
    "pardon non oui donc ici c cest est sorry no yes it s is m i je j suis sui jsuis chui departement dept dep dpt "
    "region numero n code postal cp department number bonjour hello salut svp stp merci please about what moi "
    "bon accord daccord ok okay ah oh eh voila parfait super great right well then"
)
# A bare "a" after these is the verb: "on a nice", "il y a".
_HAVE = word_set("il elle on qui ki y n t j ca cela personne structure employeur mairie maire elles ils et l")
_ABBREVIATED = word_set("dep dept dpt saint sainte n no num m mr mrs ms mme dr st")
_ENGLISH = word_set(
    "the is are who what how my i and for in to do does can which where when must should we our you it of with "
    "this that have has course training am"
)
_FRENCH = word_set(
    "le la les un une des est et pour qui que quel quelle je mon ma mes dans du au comment combien on nous vous "
    "ce cette il elle sont suis ai pas sur avec ou en"
)


@dataclass(frozen=True)
class PlaceCues:
    """The lexicon's words that tell of a place."""

    prepositions: frozenset[str]
    weak: frozenset[str]
    places: frozenset[str]
    communes: frozenset[str]

    @classmethod
    def of(cls, block: CuesBlock) -> PlaceCues:
        """The cues as sets."""
        return cls(
            frozenset(block.prepositions),
            frozenset(block.prepositions_faibles),
            frozenset(block.lieux),
            frozenset(block.communes),
        )


@dataclass(frozen=True)
class PlaceCue:
    """What stands before a name: a preposition, and a word of place before that."""

    preposition: str = ""
    accented: bool = False
    place: str = ""


@dataclass
class TokenizedText:
    """One message. Positions are indexes of `tokens`."""

    text: str
    expected: bool
    language: str | None

    def __post_init__(self) -> None:
        """Split the text once."""
        self.tokens: list[Token] = tokens(self.text)
        self.words: list[str] = [self._word(token) for token in self.tokens]
        ends = [0, *(token.end for token in self.tokens)]
        self._gaps = [self.text[end : token.start] for token, end in zip(self.tokens, ends, strict=False)]
        self._joined = [self._continues(position) for position in range(len(self.tokens))]

    def _word(self, token: Token) -> str:
        if token.folded == "s" and self.text[token.end : token.end + 1] == "/":
            return "sur"
        return short_form(token.folded)

    @cached_property
    def capitals(self) -> bool:
        """Whether the message is written in capitals, so that a capital tells nothing."""
        letters = [character for character in self.text if character.isalpha()]
        return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.6 * len(letters)

    @cached_property
    def english(self) -> bool:
        """Whether the message is in English, by the channel's word or by its small words."""
        if self.language is not None:
            return self.language.startswith("en")
        return sum(w in _ENGLISH for w in self.words) > sum(w in _FRENCH for w in self.words)

    def gap(self, position: int) -> str:
        """The text between a token and the one before it."""
        return self._gaps[position]

    def joined(self, position: int) -> bool:
        """Whether a token continues the sentence of the one before."""
        return self._joined[position]

    def _continues(self, position: int) -> bool:
        if position == 0:
            return False
        gap = self._gaps[position]
        return _SENTENCE_END.isdisjoint(gap) or (gap in {".", ". "} and self.words[position - 1] in _ABBREVIATED)

    def raw(self, position: int) -> str:
        """A token as written."""
        token = self.tokens[position]
        return self.text[token.start : token.end]

    def follows(self, end: int) -> str:
        """The word after a name, "" at the end of the sentence."""
        if end >= len(self.words) or not self.joined(end):
            return ""
        return self.words[end]

    def before(self, position: int, count: int) -> list[str]:
        """Up to `count` words before a position, in the same sentence, nearest last."""
        start = position
        while start > 0 and position - start < count and self._joined[start]:
            start -= 1
        return self.words[start:position]

    def ends_with(self, position: int, phrases: frozenset[str], longest: int = 4) -> bool:
        """Whether one of the phrases stands just before a position."""
        words = self.before(position, longest)
        return any(" ".join(words[start:]) in phrases for start in range(len(words)))

    def whole(self, start: int, end: int) -> bool:
        """Whether the rest of the message says nothing else."""
        first, last = self._content
        return start <= first and last < end

    @cached_property
    def _content(self) -> tuple[int, int]:
        """Where the first and the last word stand that say something."""
        content = [position for position, word in enumerate(self.words) if word not in FILLERS]
        return (content[0], content[-1]) if content else (len(self.words), -1)

    def capital(self, start: int, end: int) -> bool:
        """Whether a name has a capital that it owes to itself, not to the start of a sentence."""
        if self.capitals:
            return False
        first = start
        while first < end - 1 and self.words[first] in ARTICLES | {"au", "du", "aux", "des", "de", "a"}:
            first += 1
        if not self.raw(first)[0].isupper() or self._is_emphasis(first, end):
            return False
        return first > start or (start > 0 and (self.joined(start) or "(" in self.gap(start)))

    def _is_emphasis(self, start: int, end: int) -> bool:
        """Whether a name is written in capitals in a message that is not ("le TITRE complet"): any word can be."""
        return all(len(raw) > 1 and raw.isupper() for raw in map(self.raw, range(start, end)))

    def heading(self, start: int, end: int) -> bool:
        """Whether a name with a capital opens the message, set off from the rest: "Creuse : quel hub ?"."""
        if start or end >= len(self.words) or not self.raw(start)[0].isupper():
            return False
        return not {":", "?", "("}.isdisjoint(self.gap(end))

    def hyphen_before(self, start: int) -> bool:
        """Whether a name is the end of a longer, hyphenated one."""
        return start > 0 and self.gap(start) in {"-", "‑"}

    def hyphen_after(self, end: int) -> bool:
        """Whether a name is the start of a longer, hyphenated one."""
        return end < len(self.tokens) and self.gap(end) in {"-", "‑"} and not self.words[end][0].isdigit()

    def cue(self, start: int, cues: PlaceCues) -> PlaceCue:
        """The preposition and the word of place before a name."""
        at = start - 1
        if self.words[start] not in {"au", "aux", "du", "des"}:
            while at >= 0 and self.words[at] in ARTICLES and self.joined(at + 1):
                at -= 1
        else:
            at = start
        if at < 0:
            return PlaceCue()
        if at < start and not self.joined(at + 1):
            # "Commune : Amou", as a form is filled in.
            return (
                PlaceCue(place=self.words[at])
                if self.words[at] in cues.communes and ":" in self.gap(at + 1)
                else PlaceCue()
            )
        word = self.words[at]
        if word in cues.communes or (word in cues.places and word not in cues.prepositions):
            return PlaceCue(place=word)
        if word not in cues.prepositions or self._is_verb(at):
            return PlaceCue()
        return PlaceCue(word, self.raw(at) in {"à", "À", "aux", "au", "vers", "near"}, self._place_word(at, cues))

    def _is_verb(self, at: int) -> bool:
        """Whether a bare "a" is the verb, or the English article."""
        if self.raw(at) != "a":
            return False
        return self.english or (at > 0 and self.joined(at) and self.words[at - 1] in _HAVE)

    def _place_word(self, at: int, cues: PlaceCues) -> str:
        return next((word for word in reversed(self.before(at, 3)) if word in cues.places), "")
