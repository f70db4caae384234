"""First names of persons spoken of: each is replaced by a noun before a message is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, NamedTuple, TypeVar

import msgspec
from msgspec.structs import asdict

from nlu.entities.expressions import Expression
from nlu.entities.patterns import LEXICON, expression_at
from nlu.entities.schema import CuesFile
from nlu.text import Token, fold, tokens
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

PERSONS = "personnes.yml"
FIRST_NAMES = Path(__file__).parents[1] / "data" / "prenoms.txt"

_AROUND = ("de_lieux", "de_soi", "d_auteur", "avant_qui_agit", "apres_qui_agit")
_ALSO_A_WORD = "~"
_SENTENCE_START = re.compile(r"(?:^|[.!?\n])[\s\"«“-]*$")
_BETWEEN = re.compile(r"[ -]")
_ELIDED = re.compile(r"(\w+)['’]$")
_PART_OF_NAME = re.compile(r"-\w")
_APART = re.compile(r"[,(]\s*$")

T = TypeVar("T")

FindPlaces = Callable[[str], Sequence[tuple[int, int]]]
"""The spans of place names in a text, in characters."""


class PersonExample(msgspec.Struct, forbid_unknown_fields=True):
    """A text, and the same with its names replaced."""

    texte: str
    lu: str
    langue: Literal["fr", "en"] = "fr"


class OfGenders(msgspec.Struct, forbid_unknown_fields=True):
    """A text for women, and one for men."""

    F: str
    M: str


class OfLanguages(msgspec.Struct, Generic[T], forbid_unknown_fields=True):
    """The same in each language."""

    fr: T
    en: T


class PersonsFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/personnes.yml` as a whole."""

    noms: OfLanguages[OfGenders]
    autres: OfLanguages[str]
    titres: OfGenders
    elisions: dict[str, str]
    jamais: str
    de_lieux: str
    de_soi: str
    d_auteur: str
    avant_qui_agit: str
    apres_qui_agit: str
    exemples: list[PersonExample]


class _Name(NamedTuple):
    """A first name, perhaps of two parts, with its span in characters."""

    start: int
    end: int
    gender: str
    is_sure: bool


@dataclass(frozen=True, eq=False)
class FirstNames:
    """Replaces the first names of a text by nouns. Build it with :meth:`load`.

    `genders` maps each folded first name to "F" or "M"; `words` are first names that are also words.
    """

    genders: Mapping[str, str]
    words: frozenset[str]
    nouns: Mapping[str, Mapping[str, str]]
    others: Mapping[str, str]
    titles: Mapping[str, Expression]
    elisions: Mapping[str, str]
    of_place: Expression
    of_oneself: Expression
    of_author: Expression
    before_acting: Expression
    acting: Expression
    after_noun: Expression

    @classmethod
    def load(cls, cues: Document[CuesFile], lexicon: Path = LEXICON, names: Path = FIRST_NAMES) -> FirstNames:
        """Read and check the first names and the words around them.

        Raises:
            ProgrammeError: the file is malformed, or an expression, or an example gives another result.
        """
        document = read_document(lexicon / PERSONS, PersonsFile)
        file, words_for_others = document.content, cues.content
        around = [expression_at(document, getattr(file, key), key) for key in _AROUND]
        other = f"{words_for_others.autrui}|{words_for_others.employes}|{words_for_others.autres_metiers}"
        around.append(expression_at(cues, rf"(?<!\w)(?:{other})(?<!equipe|..team)[\s,(]*\Z", "autrui"))
        titles = {
            gender: expression_at(document, rf"(?<!\w)(?i:{title}) +[^\W\d_a-z][\w-]+", "titres", gender)
            for gender, title in asdict(file.titres).items()
        }
        genders, words = _read(names, frozenset(file.jamais.split()))
        nouns = {language: asdict(of_genders) for language, of_genders in asdict(file.noms).items()}
        found = cls(genders, words, nouns, asdict(file.autres), titles, file.elisions, *around)
        findings = [
            Finding(
                document.place("exemples", index), f"« {example.texte} » se lit « {read} »", "corriger l'un ou l'autre"
            )
            for index, example in enumerate(file.exemples)
            if (read := found.by_noun(example.texte, example.langue)) != example.lu
        ]
        if findings:
            raise ProgrammeError(findings)
        return found

    def by_noun(self, text: str, language: str, places: FindPlaces = lambda _: ()) -> str:
        """Replace each first name of a person spoken of by a noun.

        Args:
            text: a message.
            language: "fr" or "en", for the nouns.
            places: finds names that are places.
        """
        names = [*self._titled(text)] or [*self._names(text)]
        if not names:
            return text
        named_places = places(text)
        parts, at = [], 0
        first: dict[str, str] = {}  # by gender
        for name in names:
            is_place = any(start < name.end and name.start < end for start, end in named_places)
            if is_place or not self._is_person(name, text):
                continue
            called = fold(text[name.start : name.end])
            is_first = first.setdefault(name.gender, called) == called
            noun = self.nouns[language][name.gender] if is_first else self.others[language]
            start, end, noun = self._replaced(name, text, noun)
            parts += [text[at:start], noun]
            at = end
        return "".join([*parts, text[at:]])

    def _names(self, text: str) -> Iterator[_Name]:
        """The first names of a text; adjacent ones are one ("Jean-Marc")."""
        run: list[Token] = []
        for token in [*tokens(text), Token("", len(text), len(text))]:
            goes_on = run and _BETWEEN.fullmatch(text[run[-1].end : token.start]) and token.folded in self.genders
            if run and not goes_on:
                is_sure = any(each.folded not in self.words for each in run) or len(run) > 1
                yield _Name(run[0].start, run[-1].end, self.genders[run[0].folded], is_sure)
                run = []
            if token.folded in self.genders:
                run.append(token)

    def _titled(self, text: str) -> Iterator[_Name]:
        """The family names after a title ("Mme Durand")."""
        found = (
            _Name(*match.span(), gender, is_sure=True)
            for gender, title in self.titles.items()
            for match in title.finditer(text)
        )
        return iter(sorted(found))

    def _is_person(self, name: _Name, text: str) -> bool:
        """Whether a first name is that of a person spoken of. A name that is also a word needs more evidence."""
        before, after = fold(text[: name.start]), fold(text[name.end :])
        acts = self.acting.match(after) is not None
        if self.of_place.search(before) or _PART_OF_NAME.match(after) or self.of_author.match(after):
            return False
        goes_on = acts and after.strip(" .,;:!?\n") and before.rstrip()[-1:] in (",", "!")
        if self.of_oneself.search(before) and not goes_on:
            return False  # "hello Nadia", not "hello, Nadia has …"
        if not before.strip() and not after.strip(" .!\n"):
            return False  # a name alone
        if name.is_sure or self.after_noun.search(before):
            return True
        has_capital = text[name.start].isupper() and not text.isupper()
        if has_capital and not _SENTENCE_START.search(text[: name.start]):
            return True
        return acts and self.before_acting.search(before) is not None

    def _replaced(self, name: _Name, text: str, noun: str) -> tuple[int, int, str]:
        """The span to replace, and its replacement; empty beside a noun ("ma collègue Nadia")."""
        before = text[: name.start]
        if self.after_noun.search(fold(before)):
            is_apart = _APART.search(before)
            end = name.end + 1 if is_apart and text[name.end : name.end + 1] in (",", ")") else name.end
            return len(before.rstrip(" ,(")), end, ""
        if (elided := _ELIDED.search(before)) and (word := self.elisions.get(fold(elided[1]))) is not None:
            return elided.start(), name.end, f"{word} {noun}".strip()
        return name.start, name.end, noun


def _read(names: Path, never: frozenset[str]) -> tuple[dict[str, str], frozenset[str]]:
    """The first names with their genders, and those that are also words."""
    genders: dict[str, str] = {}
    words = set()
    for line in names.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        gender, of_letter = line.split("|")
        for written in of_letter.split(","):
            name = written.rstrip(_ALSO_A_WORD)
            if name in never:
                continue
            genders[name] = gender
            if name != written:
                words.add(name)
    return genders, frozenset(words)
