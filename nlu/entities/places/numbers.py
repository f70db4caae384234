"""Department numbers and postcodes: "dans le 64", "(65)", "2A", "974"; never "64 heures" or "le 12 mai"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from nlu.entities.places.lexicon import NumbersBlock
from nlu.entities.places.tokenized_text import ARTICLES, FILLERS, Context
from nlu.text import word_set

_NUMBER = re.compile(r"\d{1,3}|2[ab]")
_POSTCODE = re.compile(r"\d{5}|2[ab]\d{3}")
_DIGIT_BEFORE = re.compile(r"\d(?:[.,/:\-+]|\s[/:\-+]\s?|\s)$|[#$£°+/]$")
_DIGIT_AFTER = re.compile(r"^(?:[.,/:\-]\d|\s?[/+=]|\s\d|h\d|°)")
_LIST_OF_OVERSEAS = re.compile(r"9[78]\d(?:\s?[/,]\s?9[78]\d)+")
_SEPARATORS = frozenset(",;\n–—")
_REGISTERED = (["remn"], ["titre"], ["title"])
_UNTIL = frozenset({"a", "au", "to"})
_LABEL_GAP = frozenset(" :-–—,(/")
_LONGEST_COURSE = 3
_LONGEST_LIST = 12
_COUNTED_FROM = 32  # "le 31" may be a day, "le 32" cannot
_ASKING = frozenset({"et", "and", "what", "non", "no", "plutot", "pardon", "c"})
_TOGETHER = word_set("et ou and or le du dans puis vers the in ds ainsi que")
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

    def read(self, context: Context, at: int, neighbour: tuple[str, ...], after_number: int | None) -> tuple[str, ...]:
        """The departments named by the number at a position, none if it counts something else.

        Args:
            context: the message
            at: the position of the number
            neighbour: the departments of the name that stands just before or after the number, if any
            after_number: where the last department number ended, if there was one
        """
        word = context.words[at]
        if _POSTCODE.fullmatch(word):
            codes = self.postcode(word)
            return codes if codes and self._is_postcode(context, at, codes, neighbour) else ()
        if not _NUMBER.fullmatch(word):
            return ()
        codes = self.codes(word)
        if not codes:
            return ()
        if self._beside_course(context, at) or self._only_numbers(context):
            return codes
        if self._counts(context, at):
            return ()
        if self._is_department(context, at, codes, neighbour, after_number):
            return codes
        return codes if self._begins_list(context, at) else ()

    def _beside_course(self, context: Context, at: int) -> bool:
        """Whether a number stands right after a course or the hub, or opens the message before one."""
        if len(context.words[at]) < 2:
            return False
        named = self._named_after(context, at + 1)
        # "40 formation initiale", but "12 formations" counts and "le 12, formation initiale" may be a day.
        opens = at == 0 or (_not_a_day(context.words[at]) and all(word in FILLERS for word in context.words[:at]))
        if named and opens:
            return " " in named or named not in self._units
        if not self._labelled(context, at) or self._counts(context, at, labelled=True):
            return False
        # "CCP1 12 et 13 juin"
        last = self._list_from(context, at)[-1]
        if last != at and self._counts(context, last):
            return False
        return bool(named) or context.words[at].upper() in _CORSICA or self._resumes(context, at + 1)

    def _labelled(self, context: Context, at: int) -> bool:
        """Whether a course or the hub stands just before: "titre complet 79", "titre complet : 79"."""
        if not at or not set(context.gap(at)) <= _LABEL_GAP:
            return False
        words = context.words[max(0, at - _LONGEST_COURSE) : at]
        return any(" ".join(words[start:]) in self._beside for start in range(len(words)))

    def _only_numbers(self, context: Context) -> bool:
        """Whether the message is a list of department numbers: "40, 64", "16 et 17", not "12/05", "le 12 et le 13"."""
        numbers = [at for at, word in enumerate(context.words) if word not in _TOGETHER]
        if not 1 < len(numbers) <= _LONGEST_LIST:
            return False
        if not all(len(context.words[at]) > 1 and self.codes(context.words[at]) for at in numbers):
            return False
        gaps = [
            context.text[context.tokens[one].end : context.tokens[other].start].strip()
            for one, other in pairwise(numbers)
        ]
        sure = [_not_a_day(context.words[at]) for at in numbers]
        if not (all(sure) if "/" in gaps else any(sure) or ARTICLES.isdisjoint(context.words)):
            return False
        return all(gap in {",", "/", ";", "&", "+"} or gap[:1].isalpha() or gap[:1] == "," for gap in gaps)

    def _named_after(self, context: Context, start: int) -> str:
        """The course or the like that begins at a position."""
        for count in range(min(_LONGEST_COURSE, len(context.words) - start), 0, -1):
            phrase = " ".join(context.words[start : start + count])
            if phrase in self._beside:
                return phrase
        return ""

    def _begins_list(self, context: Context, at: int) -> bool:
        """Whether a number that may be a day is one of a list with one that cannot: "le 16, le 17 et le 64"."""
        if not context.ends_with(at, self._possible) or self._is_day(context, at) or len(context.words[at]) < 2:
            return False
        numbers = self._list_from(context, at)
        if len(numbers) == 1 or not any(_not_a_day(context.words[one]) for one in numbers):
            return False
        return self._resumes(context, numbers[-1] + 1) and not self._counts(context, numbers[-1])

    def _list_from(self, context: Context, at: int) -> list[int]:
        """Where a number and those listed after it are."""
        numbers = [at]
        while (following := self._next_in_list(context, numbers[-1])) is not None:
            numbers.append(following)
        return numbers

    def _next_in_list(self, context: Context, at: int) -> int | None:
        """Where the next department number is, if only "et le", "ou" or a comma stands before it."""
        for later in range(at + 1, min(at + 5, len(context.words))):
            if self.codes(context.words[later]) and self._continues(context, at + 1, later):
                return later
        return None

    def _is_department(
        self, context: Context, at: int, codes: tuple[str, ...], neighbour: tuple[str, ...], after_number: int | None
    ) -> bool:
        if set(codes) & set(neighbour) or self._in_brackets(context, at):
            return True
        if neighbour and context.gap(at) == " ":
            return False  # "Paris 12" is a quarter of Paris
        before = context.before(at, 1)
        short = len(context.words[at]) == 1
        if short and not context.expected and not (before and before[0].startswith("dep")):
            return False
        if context.ends_with(at, self._sure) and (before != ["in"] or self._resumes(context, at + 1)):
            return True  # but "are in 50 kilometres" goes on with what is counted
        if self._stands_alone(context, at) or self._set_off(context, at):
            return True
        if after_number is not None and self._continues(context, after_number, at):
            return True
        if context.whole(at, at + 1) and (context.expected or self._asked_about(context, at)):
            return True
        if context.expected and not short and self._resumes(context, at + 1):
            return not self._is_day(context, at)
        return self._possible_here(context, at)

    @staticmethod
    def _asked_about(context: Context, at: int) -> bool:
        """Whether a message that is only a number is about a place: "12", "et le 24 ?", "le 40" but not "le 12"."""
        if not context.before(at, 1):
            return True
        asking = context.words[0] in _ASKING
        article = context.words[at - 1] in {"le", "du", "au", "in", "the"}
        return (asking or article) if _not_a_day(context.words[at]) else (asking and article)

    def _possible_here(self, context: Context, at: int) -> bool:
        if not _not_a_day(context.words[at]) or self._is_day(context, at):
            return False
        return context.ends_with(at, self._possible) and self._resumes(context, at + 1)

    def _counts(self, context: Context, at: int, *, labelled: bool = False) -> bool:
        """Whether the number counts something, or belongs to a date, a decimal or a telephone number.

        If `labelled`, a digit just before ends the name of a course: "CCP1 40".
        """
        token = context.tokens[at]
        if any(m.start() <= token.start < m.end() for m in _LIST_OF_OVERSEAS.finditer(context.text)):
            return False
        if not labelled and _DIGIT_BEFORE.search(context.text[max(0, token.start - 4) : token.start]):
            return True
        if _DIGIT_AFTER.match(context.text[token.end : token.end + 3]):
            return True
        # "le 40, j'y suis" counts no days.
        counted = context.follows(at + 1) in self._units and "," not in context.gap(at + 1)
        return counted or _in_range(context, at)

    def _is_day(self, context: Context, at: int) -> bool:
        return not self._days.isdisjoint(context.before(at, 4))

    def _resumes(self, context: Context, end: int) -> bool:
        follows = context.follows(end)
        if follows == "" or not set(context.gap(end)).isdisjoint(",)/") or follows in self._resume:
            return True
        return " ".join(context.words[end : end + 2]) in self._resume

    @staticmethod
    def _in_brackets(context: Context, at: int) -> bool:
        token = context.tokens[at]
        around = context.text[token.start - 1 : token.start] + context.text[token.end : token.end + 1]
        return around == "()" and len(token.folded) > 1 and at > 0 and context.words[at - 1][-1].isalpha()

    def _stands_alone(self, context: Context, at: int) -> bool:
        """Numbers that hardly count anything: 971 to 989, and 2A or 2B in capitals."""
        raw = context.raw(at)
        if raw in _CORSICA:
            return True
        return len(raw) == 3 and raw.isdigit() and not self._is_day(context, at) and self._resumes(context, at + 1)

    @staticmethod
    def _set_off(context: Context, at: int) -> bool:
        """Whether the number is a note at an end of the message: "qui gère le titre, 79", "47 : qui paie ?"."""
        if not _not_a_day(context.words[at]) or len(context.words) == 1:
            return False
        if at == 0:
            return context.gap(1).strip() == ":"
        last = at + 1 == len(context.words)
        return last and context.words[at - 1].isalpha() and not set(context.gap(at)).isdisjoint(_SEPARATORS)

    @staticmethod
    def _continues(context: Context, end: int, at: int) -> bool:
        """Whether only "et le", "ou" or a comma stand between a department number and this one."""
        between = context.words[end:at]
        if len(context.words[at]) < 2 or len(between) > 3 or not all(word in _TOGETHER for word in between):
            return False
        return bool(between) or context.gap(at).strip() in {",", "/"}

    def _is_postcode(self, context: Context, at: int, codes: tuple[str, ...], neighbour: tuple[str, ...]) -> bool:
        if set(codes) & set(neighbour):
            return True
        # "REMN 36303" is the title's number in the national register.
        if context.before(at, 1) not in _REGISTERED and self._beside_course(context, at):
            return True
        if self._counts(context, at):
            return False
        if not self._postal.isdisjoint(context.before(at, 3)):
            return True
        if context.ends_with(at, self._sure) and self._resumes(context, at + 1):
            return True
        if context.whole(at, at + 1) and not context.before(at, 1):
            return True
        words = context.words[:at]
        alone = all(word in ARTICLES or word in {"a", "dans", "c", "est", "suis", "je", "ici"} for word in words)
        return context.expected and (context.whole(at, at + 1) or alone)


def _in_range(context: Context, at: int) -> bool:
    """Whether the number is an end of a range: "10 à 12", "du 12 au 40"."""
    words = context.words
    until = at + 2 < len(words) and words[at + 1] in _UNTIL and words[at + 2][0].isdigit()
    return until or (at > 1 and words[at - 1] in _UNTIL and words[at - 2][0].isdigit())


def _not_a_day(word: str) -> bool:
    return not word.isdigit() or int(word) >= _COUNTED_FROM
