"""A message cut into the pieces that may each ask something."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.entities.dates import DayFinder, DayMention, DayWords
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

WORDS = Path(__file__).parents[1] / "lexique" / "mots.yml"

MOST_SEGMENTS = 12
"""A pasted e-mail thread has more sentences than this; the first and last hold the question."""

_CLAUSE_END = re.compile(r"[,.;:!?]")
_ANY_END = re.compile(r"(?<=[.!?…;:,])\s+|\n+|\s+(?=(?:et|puis|and|then|&)\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


class DoubtWords(msgspec.Struct, forbid_unknown_fields=True):
    """`doutes`: a sentence that doubts, and what doubts by itself."""

    phrase: str
    seul: str


class WordsFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/mots.yml`: the small words of conversation."""

    vides: str
    interjections: str
    suites: list[str]
    renvois: str
    negations: str
    refus: str
    lieux_quittes: str
    preferences: str
    lieux_voisins: str
    lieux_d_autrui: str
    demandes_pour_autrui: str
    comparaisons: str
    domicile: str
    travail: str
    interrogatifs: str
    interrogatifs_en_fin: str
    relatifs: str
    annonces: str
    debuts_interrogatifs: str
    inversions: str
    plusieurs_questions: str
    contraires: str
    autre_seul: str
    retournements: str
    doutes: DoubtWords
    avant_cela: str
    ce_module: str
    soi: str
    eux: str
    autrui: str
    jours: DayWords
    faits_nommes: dict[str, str]
    langues: dict[str, str]
    enumerations: str
    titre_du_ccp1: str


@dataclass(frozen=True)
class Segment:
    """A piece of a message, with its place in it."""

    text: str
    start: int
    interrogative: bool
    outright: bool = False
    """It is a question by its first word or its mark, not only by a word within that may also tell ("qui", "où")."""

    @property
    def end(self) -> int:
        """Where it ends in the message."""
        return self.start + len(self.text)


class Words:
    """The small words, ready to match. Build it with :meth:`load`."""

    def __init__(self, file: WordsFile) -> None:
        self.empty = frozenset(file.vides.split())
        self.days = DayFinder(file.jours)
        self._languages = {language: re.compile(rf"(?<!\w){words}(?!\w)") for language, words in file.langues.items()}
        self._opposes = re.compile(file.contraires)
        self._doubts = re.compile(rf"\W*{file.doutes.phrase}\W*")
        self._doubts_alone = re.compile(rf"(?<!\w){file.doutes.seul}")
        self._before = re.compile(file.avant_cela)
        self._this_module = re.compile(rf"(?<!\w){file.ce_module}(?!\w)")
        self._only_opposes = re.compile(file.autre_seul)
        self._turns_round = re.compile(file.retournements)
        self._lists = re.compile(file.enumerations)
        self._title_of_ccp1 = re.compile(file.titre_du_ccp1)
        self._self = re.compile(rf"(?<!\w){file.soi}(?!\w)")
        self._them = re.compile(rf"(?<!\w){file.eux}(?!\w)")
        self._other = re.compile(rf"(?<!\w){file.autrui}(?!\w)")
        self._named = {fact: re.compile(rf"(?<!\w){words}(?!\w)") for fact, words in file.faits_nommes.items()}
        self._follows = re.compile(rf"(?:\W|{file.interjections}\b)*(?:{'|'.join(file.suites)})\b")
        self._refers = re.compile(rf"(?<!\w){file.renvois}(?!\w)")
        self._denies = re.compile(rf"(?<!\w){file.refus}")
        self._negates = re.compile(rf"(?<!\w){file.negations}")
        self._leaves = re.compile(rf"(?<!\w){file.lieux_quittes}")
        self._near = re.compile(rf"(?<!\w){file.lieux_voisins}")
        self._prefers = re.compile(rf"(?<!\w){file.preferences}")
        self._belongs_to_other = re.compile(rf"{file.lieux_d_autrui} ?{file.autrui}\s*(?:[,.;:!?]|$)")
        self._for_other = re.compile(rf"(?<!\w){file.demandes_pour_autrui} {file.autrui}[^,.;:!?]*$")
        self._compares = re.compile(rf"(?<!\w){file.comparaisons}(?!\w)")
        self._lives = re.compile(rf"(?<!\w){file.domicile}")
        self._works = re.compile(rf"(?<!\w){file.travail}(?!\w)")
        self._opens = re.compile(rf"\W*{file.debuts_interrogatifs}(?!\w)")
        self._asks = re.compile(rf"(?<!\w){file.interrogatifs}(?!\w)|{file.inversions}")
        self._relative = frozenset(file.relatifs.split())
        self._announces = re.compile(rf"(?<!\w){file.annonces}(?!\w)")
        self._asks_first = re.compile(rf"\W*(?:(?:et|and) )?(?:{file.interrogatifs}(?!\w)|{file.inversions})")
        self._several = re.compile(rf"(?<!\w){file.plusieurs_questions}(?!\w)")
        joint = r"(?:,|[+&]|\b(?:et|puis|and|then|ainsi que))\s+"
        asks = rf"{file.interrogatifs}(?!\w)"
        asks_last = rf"(?:[^,.;?!]{{2,25}} )?{file.interrogatifs_en_fin}\s*(?:[,.;?!]|$)"
        question = rf"{asks}|[^,.;?!]{{3,40}}{file.inversions}|[^,.;?!]{{2,25}} {asks}|{asks_last}"
        last = r"(?<=,)\s+(?:et|and)\s+(?=[^,.;?!]{8,80}\?)"
        self._joins = re.compile(rf"{joint}(?={question})|{last}", re.I)

    @classmethod
    def load(cls, path: Path = WORDS) -> Words:
        """Read the lexicon.

        Raises:
            ProgrammeError: the file does not have the form, or an expression is malformed.
        """
        document = read_document(path, WordsFile)
        findings = list(_malformed(document, msgspec.to_builtins(document.content)))
        if findings:
            raise ProgrammeError(findings)
        return cls(document.content)

    def follows(self, text: str) -> bool:
        """Whether a message goes on from the one before ("et pour …")."""
        return self._follows.match(fold(text)) is not None

    def asks(self, folded: str) -> bool:
        """Whether a word of a folded text asks, and does nothing else ("droit a combien de rattrapages")."""
        return any(match.group() not in self._relative for match in self._asks.finditer(folded))

    def refers(self, text: str) -> bool:
        """Whether a message speaks of the training just spoken of ("ça dure …")."""
        return self._refers.search(fold(text)) is not None

    def negated(self, before: str) -> bool:
        """Whether the words before a place or a course set it aside ("plus en …")."""
        return self._negates.search(fold(before)) is not None

    def denied(self, before: str) -> bool:
        """Whether the words before a place say that it is not the one ("pas le 93")."""
        return self._denies.search(fold(before)) is not None

    def left(self, before: str) -> bool:
        """Whether the words before a place say that it is no longer the one, or was not meant ("j'ai dit …")."""
        return self._leaves.search(fold(before)) is not None

    def near(self, before: str) -> bool:
        """Whether the words before a place say that it is only nearby ("tout près de …")."""
        return self._near.search(fold(before)) is not None

    def preferred(self, before: str) -> bool:
        """Whether the words before a place say that it is the one now ("maintenant je suis à …")."""
        folded = fold(before)
        return self._prefers.search(folded) is not None and not self._other.search(_CLAUSE_END.split(folded)[-1])

    def of_other_by(self, before: str, after: str) -> bool:
        """Whether the words around a place say that it is someone else's ("non, Mayotte c'est ma collègue")."""
        return self._belongs_to_other.match(fold(after)) is not None and not self.workplace(before)

    def asked_for_other(self, before: str) -> bool:
        """Whether the words before a place say that the question is someone's who is there ("pour ma collègue à …")."""
        return self._for_other.search(fold(before)) is not None

    def compares(self, text: str) -> bool:
        """Whether a message compares places, or asks whether another one is the same ("64 c'est pareil ?")."""
        return self._compares.search(fold(text)) is not None

    def home(self, before: str) -> bool:
        """Whether the words before a place say that the adviser lives there."""
        return self._lives.search(fold(before)) is not None

    def workplace(self, before: str) -> bool:
        """Whether the words before a place speak of work."""
        return self._works.search(fold(before)) is not None

    def language_named(self, text: str) -> str | None:
        """The language that a message asks for ("en anglais ?")."""
        folded = fold(text)
        return next((language for language, words in self._languages.items() if words.search(folded)), None)

    def opposes(self, text: str) -> bool:
        """Whether a message turns round the case just spoken of ("et sinon ?", "et l'autre famille ?")."""
        return self._opposes.search(fold(text)) is not None

    def only_opposes(self, text: str) -> bool:
        """Whether it says nothing else ("et l'autre ?")."""
        return self._only_opposes.search(fold(text)) is not None

    def turns_round(self, text: str) -> bool:
        """Whether a message says that something is so after all ("en fait si")."""
        return self._turns_round.search(fold(text)) is not None

    def doubts(self, text: str) -> bool:
        """Whether a message doubts the answer before it ("t'es sûr ? ma tutrice dit l'inverse")."""
        folded = fold(text)
        sentences = [sentence for sentence, _ in _split(folded, 0, _SENTENCE_END)]
        if sentences and self._doubts.fullmatch(sentences[0]):
            return not any(self._asks_anew(sentence) for sentence in sentences[1:])
        return self._doubts_alone.search(folded) is not None and "?" not in folded

    def _asks_anew(self, sentence: str) -> bool:
        """Whether a sentence after a doubt asks something of its own; "pas l'ENSC ?" goes on doubting."""
        doubts = re.match(r"\W*(?:pas|not)\b", sentence)
        return not doubts and ("?" in sentence or self.asks(sentence))

    def before(self, text: str) -> bool:
        """Whether a message asks what held before the rule just spoken of ("et avant ?")."""
        return self._before.search(fold(text)) is not None

    def of_this_module(self, text: str) -> bool:
        """Whether a message speaks of the module that was just spoken of ("c'est un module de combien d'heures ?")."""
        return self._this_module.search(fold(text)) is not None

    def of_self(self, text: str) -> tuple[int, int] | None:
        """Where a message comes back to the adviser ("et pour moi ?"), as a span of the folded text."""
        match = self._self.search(fold(text))
        return match.span() if match else None

    def of_them(self, text: str) -> bool:
        """Whether a message speaks of an organisation by a pronoun ("ils ont un site ?")."""
        return self._them.search(fold(text)) is not None

    def of_other(self, text: str) -> bool:
        """Whether a message speaks for someone else ("ma collègue")."""
        return self._other.search(fold(text)) is not None

    def named_facts(self, text: str) -> tuple[str, ...]:
        """The facts a message calls by their name ("mon département"), without giving a value."""
        folded = fold(text)
        return tuple(fact for fact, pattern in self._named.items() if pattern.search(folded))

    def asks_for(self, day: DayMention, text: str) -> bool:
        """Whether a date is the day to answer for: by the words before it, or in a question about another time."""
        if day.as_of or not day.cued:
            return day.as_of
        # Spans of the folded text; folding hardly moves a sentence's bounds.
        within = [one for one in _split(text, 0, _SENTENCE_END) if one[1] <= day.start < one[1] + len(one[0])]
        return any(
            piece.interrogative and self.days.speaks_of_another_time(piece.text)
            for sentence in within
            for piece in self._questions(*sentence)
        )

    def undated(self, text: str) -> str:
        """A question without the day it is asked for: the date says nothing of what is asked."""
        day = self.days.find_date(text)
        if day is None or not day.as_of or len(fold(text)) != len(text):
            return text
        return text[: day.start] + text[day.end :]

    def lists(self, between: str) -> bool:
        """Whether the words between two names list them ("Pau et Dax")."""
        return self._lists.search(between) is not None

    def title_of_ccp1(self, between: str) -> bool:
        """Whether the words between the CCP1 and the title only say what it is part of ("le CCP1 du titre")."""
        return self._title_of_ccp1.fullmatch(between) is not None

    def segments(self, text: str) -> list[Segment]:
        """The sentences and joined questions of a message, in order."""
        ends = _ANY_END if self._several.search(fold(text)) else _SENTENCE_END
        found = [piece for sentence in _split(text, 0, ends) for piece in self._questions(*sentence)]
        if len(found) > MOST_SEGMENTS:
            found = found[: MOST_SEGMENTS // 2] + found[-MOST_SEGMENTS // 2 :]
        return found

    def _questions(self, text: str, start: int) -> list[Segment]:
        pieces = _split(text, start, self._joins)
        return [self._segment(piece, at, fold(piece)) for piece, at in pieces]

    def _segment(self, piece: str, at: int, folded: str) -> Segment:
        asked = self._asks.search(folded)
        outright = bool(
            "?" in folded
            or self.asks(folded)
            or (asked and self._announces.search(folded))
            or self._opens.match(folded)
            or self._asks_first.match(folded)
        )
        return Segment(piece, at, bool(outright or asked), outright)


def _split(text: str, start: int, separator: re.Pattern[str]) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    at = 0
    for match in separator.finditer(text):
        pieces.append((text[at : match.start()], start + at))
        at = match.end()
    pieces.append((text[at:], start + at))
    return [(piece, place) for piece, place in pieces if any(character.isalnum() for character in piece)]


def _malformed(document: Document[WordsFile], part: object, *path: str | int) -> Iterator[Finding]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _malformed(document, value, *path, key)
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _malformed(document, value, *path, index)
    elif isinstance(part, str) and path != ("vides",):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # "[[" is no mistake yet
                re.compile(part)
        except re.error as error:
            problem = f"l'expression « {part} » est mal formée ({error})"
            yield Finding(document.place(*path), problem, "vérifier les parenthèses et les crochets")
