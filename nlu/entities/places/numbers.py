"""Department numbers and postcodes: "dans le 64", "(65)", "2A", "974"; never "64 heures" or "le 12 mai"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice, pairwise

from nlu.entities.places.lexicon import NumbersBlock
from nlu.entities.places.tokenized_text import ARTICLES, TokenizedText
from nlu.text import word_set

_NUMBER = re.compile(r"\d{1,3}|2[ab]")
_POSTCODE = re.compile(r"\d{5}|2[ab]\d{3}")
_DIGIT_BEFORE = re.compile(r"\d(?:[.,/:\-+]|\s[/:\-+]\s?|\s)$|[#$£°+/]$")
_DIGIT_AFTER = re.compile(r"^(?:[.,/:\-]\d|\s?[/+=]|\s\d|h\d|°)")
_BEFORE_OVERSEAS = re.compile(r"9[78]\d\s?[/,]\s?9[78]\d")
_AFTER_OVERSEAS = re.compile(r"9[78]\d\s?[/,]\s?$")
_SEPARATORS = frozenset(",;\n–—")
_REGISTERED = (["remn"], ["titre"], ["title"])
_UNTIL = frozenset({"a", "au", "to"})
_LABEL_GAP = frozenset(" :-–—,(/")
_LONGEST_COURSE = 3
_LONGEST_LIST = 12
_COUNTED_FROM = 32  # "le 31" may be a day, "le 32" cannot
_ASKING = frozenset({"et", "and", "what", "non", "no", "plutot", "pardon", "c"})
_TOGETHER = word_set("et ou and or le du dans puis vers the in ds ainsi que")
_OVERSEAS = ("97", "98")  # no other number of five digits begins so in what advisers write

# Whole numbers that people say for Corsica before 1976 and in postcodes.
_CORSICA = ("2A", "2B")


class NumberReader:
    """Reads department numbers by what stands around them."""

    def __init__(self, words: NumbersBlock, departments: Mapping[str, str]) -> None:
        """Keep the lexicon's words as sets."""
        self._departments = departments
        self._sure = frozenset(words.surs)
        self._possible = frozenset(words.possibles)
        self._resume = frozenset(words.suite)
        self._units = frozenset(words.unites) | frozenset(words.mois)
        self._days = frozenset(words.jours)
        self._postal = frozenset(words.codes_postaux)
        self._beside = frozenset(words.voisins)

    def codes(self, word: str) -> tuple[str, ...]:
        """The departments that a number names: two for "20", none for "999"."""
        if word == "20":
            return _CORSICA
        code = word.upper() if len(word) > 1 else f"0{word}"
        return (code,) if code in self._departments else ()

    def postcode(self, word: str) -> tuple[str, ...]:
        """The department of a five-digit postcode."""
        if not _POSTCODE.fullmatch(word):
            return ()
        if word.startswith("20"):
            return ("2A",) if word < "20200" else ("2B",)
        special = {"97133": "977", "97150": "978"}.get(word)
        code = special or (word[:3] if word[:2] in {"97", "98"} else word[:2])
        return (code.upper(),) if code.upper() in self._departments else ()

    def read(
        self, tokenized: TokenizedText, at: int, neighbour: tuple[str, ...], after_number: int | None
    ) -> tuple[str, ...]:
        """The departments named by the number at a position, none if it counts something else.

        Args:
            tokenized: the utterance
            at: the position of the number
            neighbour: the departments of the name that stands just before or after the number, if any
            after_number: where the last department number ended, if there was one
        """
        word = tokenized.words[at]
        if _POSTCODE.fullmatch(word):
            codes = self.postcode(word)
            return codes if codes and self._is_postcode(tokenized, at, codes, neighbour) else ()
        if not _NUMBER.fullmatch(word):
            return ()
        codes = self.codes(word)
        if not codes:
            return ()
        if self._beside_course(tokenized, at) or self._only_numbers(tokenized):
            return codes
        if self._counts(tokenized, at):
            return ()
        if self._is_department(tokenized, at, codes, neighbour, after_number):
            return codes
        return codes if self._begins_list(tokenized, at) else ()

    def _beside_course(self, tokenized: TokenizedText, at: int) -> bool:
        """Whether a number stands right after a course or the hub, or opens the message before one."""
        if len(tokenized.words[at]) < 2:
            return False
        named = self._named_after(tokenized, at + 1)
        # "40 formation initiale", but "12 formations" counts and "le 12, formation initiale" may be a day.
        opens = at == 0 or (_not_a_day(tokenized.words[at]) and tokenized.whole(at, len(tokenized.words)))
        if named and opens:
            return " " in named or named not in self._units
        if not self._labelled(tokenized, at) or self._counts(tokenized, at, labelled=True):
            return False
        # "CCP1 12 et 13 juin"
        last = self._list_from(tokenized, at)[-1]
        if last != at and self._counts(tokenized, last):
            return False
        return bool(named) or tokenized.words[at].upper() in _CORSICA or self._resumes(tokenized, at + 1)

    def _labelled(self, tokenized: TokenizedText, at: int) -> bool:
        """Whether a course or the hub stands just before: "titre complet 79", "titre complet : 79"."""
        if not at or not set(tokenized.gap(at)) <= _LABEL_GAP:
            return False
        words = tokenized.words[max(0, at - _LONGEST_COURSE) : at]
        return any(" ".join(words[start:]) in self._beside for start in range(len(words)))

    def _only_numbers(self, tokenized: TokenizedText) -> bool:
        """Whether the message is a list of department numbers: "40, 64", "16 et 17", not "12/05", "le 12 et le 13"."""
        every = (at for at, word in enumerate(tokenized.words) if word not in _TOGETHER)
        numbers = list(islice(every, _LONGEST_LIST + 1))
        if not 1 < len(numbers) <= _LONGEST_LIST:
            return False
        if not all(len(tokenized.words[at]) > 1 and self.codes(tokenized.words[at]) for at in numbers):
            return False
        gaps = [
            tokenized.text[tokenized.tokens[at].end : tokenized.tokens[other].start].strip()
            for at, other in pairwise(numbers)
        ]
        sure = [_not_a_day(tokenized.words[at]) for at in numbers]
        if not (all(sure) if "/" in gaps else any(sure) or ARTICLES.isdisjoint(tokenized.words)):
            return False
        return all(gap in {",", "/", ";", "&", "+"} or gap[:1].isalpha() or gap[:1] == "," for gap in gaps)

    def _named_after(self, tokenized: TokenizedText, start: int) -> str:
        """The course or the like that begins at a position."""
        for count in range(min(_LONGEST_COURSE, len(tokenized.words) - start), 0, -1):
            phrase = " ".join(tokenized.words[start : start + count])
            if phrase in self._beside:
                return phrase
        return ""

    def _begins_list(self, tokenized: TokenizedText, at: int) -> bool:
        """Whether a number that may be a day is one of a list with one that cannot: "le 16, le 17 et le 64"."""
        if not tokenized.ends_with(at, self._possible) or self._is_day(tokenized, at) or len(tokenized.words[at]) < 2:
            return False
        numbers = self._list_from(tokenized, at)
        if len(numbers) == 1 or not any(_not_a_day(tokenized.words[number]) for number in numbers):
            return False
        return self._resumes(tokenized, numbers[-1] + 1) and not self._counts(tokenized, numbers[-1])

    def _list_from(self, tokenized: TokenizedText, at: int) -> list[int]:
        """Where a number and those listed after it are."""
        numbers = [at]
        while len(numbers) < _LONGEST_LIST and (following := self._next_in_list(tokenized, numbers[-1])) is not None:
            numbers.append(following)
        return numbers

    def _next_in_list(self, tokenized: TokenizedText, at: int) -> int | None:
        """Where the next department number is, if only "et le", "ou" or a comma stands before it."""
        for later in range(at + 1, min(at + 5, len(tokenized.words))):
            if self.codes(tokenized.words[later]) and self._continues(tokenized, at + 1, later):
                return later
        return None

    def _is_department(
        self,
        tokenized: TokenizedText,
        at: int,
        codes: tuple[str, ...],
        neighbour: tuple[str, ...],
        after_number: int | None,
    ) -> bool:
        if set(codes) & set(neighbour) or self._in_brackets(tokenized, at):
            return True
        if neighbour and tokenized.gap(at) == " ":
            return False  # "Paris 12" is a quarter of Paris
        before = tokenized.before(at, 1)
        short = len(tokenized.words[at]) == 1
        if short and not tokenized.expected and not (before and before[0].startswith("dep")):
            return False
        if tokenized.ends_with(at, self._sure) and (before != ["in"] or self._resumes(tokenized, at + 1)):
            return True  # but "are in 50 kilometres" goes on with what is counted
        if self._stands_alone(tokenized, at) or self._set_off(tokenized, at):
            return True
        if after_number is not None and self._continues(tokenized, after_number, at):
            return True
        if tokenized.whole(at, at + 1) and (tokenized.expected or self._asked_about(tokenized, at)):
            return True
        if tokenized.expected and not short and self._resumes(tokenized, at + 1):
            return not self._is_day(tokenized, at)
        return self._possible_here(tokenized, at)

    @staticmethod
    def _asked_about(tokenized: TokenizedText, at: int) -> bool:
        """Whether a message that is only a number is about a place: "12", "et le 24 ?", "le 40" but not "le 12"."""
        if not tokenized.before(at, 1):
            return True
        asking = tokenized.words[0] in _ASKING
        article = tokenized.words[at - 1] in {"le", "du", "au", "in", "the"}
        return (asking or article) if _not_a_day(tokenized.words[at]) else (asking and article)

    def _possible_here(self, tokenized: TokenizedText, at: int) -> bool:
        if not _not_a_day(tokenized.words[at]) or self._is_day(tokenized, at):
            return False
        return tokenized.ends_with(at, self._possible) and self._resumes(tokenized, at + 1)

    def _counts(self, tokenized: TokenizedText, at: int, *, labelled: bool = False) -> bool:
        """Whether the number counts something, or belongs to a date, a decimal or a telephone number.

        If `labelled`, a digit just before ends the name of a course: "CCP1 40".
        """
        token = tokenized.tokens[at]
        if _in_overseas_list(tokenized.text, token.start):
            return False
        if not labelled and _DIGIT_BEFORE.search(tokenized.text[max(0, token.start - 4) : token.start]):
            return True
        if _DIGIT_AFTER.match(tokenized.text[token.end : token.end + 3]):
            return True
        # "le 40, j'y suis" counts no days.
        counted = tokenized.follows(at + 1) in self._units and "," not in tokenized.gap(at + 1)
        return counted or _in_range(tokenized, at)

    def _is_day(self, tokenized: TokenizedText, at: int) -> bool:
        return not self._days.isdisjoint(tokenized.before(at, 4))

    def _resumes(self, tokenized: TokenizedText, end: int) -> bool:
        follows = tokenized.follows(end)
        if follows == "" or not set(tokenized.gap(end)).isdisjoint(",)/") or follows in self._resume:
            return True
        return " ".join(tokenized.words[end : end + 2]) in self._resume

    @staticmethod
    def _in_brackets(tokenized: TokenizedText, at: int) -> bool:
        token = tokenized.tokens[at]
        around = tokenized.text[token.start - 1 : token.start] + tokenized.text[token.end : token.end + 1]
        return around == "()" and len(token.folded) > 1 and at > 0 and tokenized.words[at - 1][-1].isalpha()

    def _stands_alone(self, tokenized: TokenizedText, at: int) -> bool:
        """Numbers that hardly count anything: 971 to 989, and 2A or 2B in capitals."""
        raw = tokenized.raw(at)
        if raw in _CORSICA:
            return True
        return len(raw) == 3 and raw.isdigit() and not self._is_day(tokenized, at) and self._resumes(tokenized, at + 1)

    @staticmethod
    def _set_off(tokenized: TokenizedText, at: int) -> bool:
        """Whether the number is a note at an end of the message: "qui gère le titre, 79", "47 : qui paie ?"."""
        if not _not_a_day(tokenized.words[at]) or len(tokenized.words) == 1:
            return False
        if at == 0:
            return tokenized.gap(1).strip() == ":"
        last = at + 1 == len(tokenized.words)
        return last and tokenized.words[at - 1].isalpha() and not set(tokenized.gap(at)).isdisjoint(_SEPARATORS)

    @staticmethod
    def _continues(tokenized: TokenizedText, end: int, at: int) -> bool:
        """Whether only "et le", "ou" or a comma stand between a department number and this one."""
        between = tokenized.words[end:at]
        if len(tokenized.words[at]) < 2 or len(between) > 3 or not all(word in _TOGETHER for word in between):
            return False
        return bool(between) or tokenized.gap(at).strip() in {",", "/"}

    def _is_postcode(
        self, tokenized: TokenizedText, at: int, codes: tuple[str, ...], neighbour: tuple[str, ...]
    ) -> bool:
        if set(codes) & set(neighbour):
            return True
        # "REMN 36303" is the title's number in the national register.
        if tokenized.before(at, 1) not in _REGISTERED and self._beside_course(tokenized, at):
            return True
        if self._counts(tokenized, at):
            return False
        if not self._postal.isdisjoint(tokenized.before(at, 3)) or tokenized.words[at].startswith(_OVERSEAS):
            return True
        if tokenized.ends_with(at, self._sure) and self._resumes(tokenized, at + 1):
            return True
        if tokenized.whole(at, at + 1) and not tokenized.before(at, 1):
            return True
        words = tokenized.words[:at]
        alone = all(word in ARTICLES or word in {"a", "dans", "c", "est", "suis", "je", "ici"} for word in words)
        return tokenized.expected and (tokenized.whole(at, at + 1) or alone)


def _in_overseas_list(text: str, start: int) -> bool:
    """Whether the number at a place of the text is one of several like "971, 972"."""
    if _BEFORE_OVERSEAS.match(text, start):
        return True
    return text.startswith(("97", "98"), start) and bool(_AFTER_OVERSEAS.search(text[max(0, start - 6) : start]))


def _in_range(tokenized: TokenizedText, at: int) -> bool:
    """Whether the number is an end of a range: "10 à 12", "du 12 au 40"."""
    words = tokenized.words
    until = at + 2 < len(words) and words[at + 1] in _UNTIL and words[at + 2][0].isdigit()
    return until or (at > 1 and words[at - 1] in _UNTIL and words[at - 2][0].isdigit())


def _not_a_day(word: str) -> bool:
    return not word.isdigit() or int(word) >= _COUNTED_FROM
