r"""Loops of an expression that some text keeps busy for ever: what may be cut in two ways, repeated without limit.

`(?:\w+\s?)+` reads "ab" as one word or as two, so that of twenty letters there are a million readings, and Python's
engine tries them all before it gives up.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, Final

if sys.version_info >= (3, 11):  # which will drop the old names
    from re import _compiler as sre_compile
    from re import _constants as sre_constants
    from re import _parser as sre_parse
else:
    import sre_compile
    import sre_constants
    import sre_parse

WITHOUT_LIMIT: Final = 16
"""Repetitions from which on a loop counts as one without limit: what may be cut in two ways is read in 65,000."""

_MOST_COPIES: Final = 3
"""Of what is repeated so often at most; more are looked at as if there was no limit."""

_MOST_PAIRS: Final = 20_000
"""Pairs of signs that are looked at in one loop at most, some milliseconds."""

_START: Final = -1
"""Before the first place of what is repeated."""

_SHOWN: Final = "aeioubcdfghjklmnpqrstvwxyz0123456789 -',.;:!?/_"
"""Signs that texts are shown with, the likeliest first."""

_ASCII: Final = 128
_OTHER_WORD, _OTHER_SIGN = 1 << _ASCII, 1 << (_ASCII + 1)
_ANY: Final = (1 << (_ASCII + 2)) - 1
_WORD: Final = sum(1 << code for code in range(_ASCII) if chr(code).isalnum() or chr(code) == "_") | _OTHER_WORD
_DIGIT: Final = sum(1 << code for code in range(_ASCII) if chr(code).isdigit()) | _OTHER_WORD
_SPACE: Final = sum(1 << code for code in range(_ASCII) if chr(code).isspace()) | _OTHER_SIGN
_CATEGORIES: Final = {
    sre_constants.CATEGORY_WORD: _WORD,
    sre_constants.CATEGORY_DIGIT: _DIGIT,
    sre_constants.CATEGORY_SPACE: _SPACE,
    sre_constants.CATEGORY_NOT_WORD: _ANY & ~_WORD,
    sre_constants.CATEGORY_NOT_DIGIT: _ANY & ~_DIGIT | _OTHER_WORD,
    sre_constants.CATEGORY_NOT_SPACE: _ANY & ~_SPACE | _OTHER_SIGN,
}
_REPEATS: Final = (sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT)
_AROUND: Final = (sre_constants.ASSERT, sre_constants.ASSERT_NOT)
_Step = tuple[Any, Any]
"""An operator with its arguments, as `sre_parse` has it."""


def parse(expression: str, flags: int = 0) -> Any:
    """What Python makes of an expression: its steps, a `SubPattern`.

    Raises:
        re.error: it is malformed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "[[" is no mistake yet
        return sre_parse.parse(expression, int(flags))


def compiled_steps(steps: Any, flags: int = 0) -> re.Pattern[str]:
    """An expression compiled of what :func:`parse` gives: its reading takes most of the time."""
    return sre_compile.compile(steps, int(flags))


def _repeated_parts(steps: Iterable[_Step]) -> Iterator[tuple[Sequence[_Step], int]]:
    """What an expression repeats, wherever it stands, and how often at most."""
    for operator, argument in steps:
        if operator in _REPEATS:
            yield argument[2], int(argument[1])
            yield from _repeated_parts(argument[2])
        elif operator is sre_constants.SUBPATTERN:
            yield from _repeated_parts(argument[3])
        elif operator in _AROUND:
            yield from _repeated_parts(argument[1])
        elif operator is sre_constants.BRANCH:
            for branch in argument[1]:
                yield from _repeated_parts(branch)


def endless_text(steps: Sequence[_Step]) -> str | None:
    """A text that, repeated, makes an expression take for ever; None where there is none."""
    loops = (part for part, most in _repeated_parts(steps) if most >= WITHOUT_LIMIT)
    texts = (_read_in_two_ways(part) for part in loops if not (len(part) == 1 and _signs(*part[0])))
    return next(filter(None, texts), None)


def _signs(operator: Any, argument: Any) -> int:
    """The signs that a step takes one of, a bit for each and two for those beyond ASCII; 0 where it is no such step."""
    if operator is sre_constants.LITERAL:
        return _sign(argument)
    if operator is sre_constants.NOT_LITERAL:
        return _ANY & ~_sign(argument) if argument < _ASCII else _ANY
    if operator is sre_constants.ANY:
        return _ANY & ~_sign(ord("\n"))
    return _of_class(argument) if operator is sre_constants.IN else 0


def _sign(code: int) -> int:
    """The bit of a sign; letters count as small ones, as for who ignores case."""
    if code < _ASCII:
        return 1 << ord(chr(code).lower())
    return _OTHER_WORD if chr(code).isalnum() else _OTHER_SIGN


def _of_class(members: Sequence[_Step]) -> int:
    signs, without = 0, False
    for operator, argument in members:
        if operator is sre_constants.NEGATE:
            without = True
        elif operator is sre_constants.CATEGORY:
            signs |= _CATEGORIES[argument]
        elif operator is sre_constants.RANGE:
            first, last = argument
            signs |= sum({_sign(code) for code in range(first, min(last, _ASCII) + 1)})
            signs |= _OTHER_WORD | _OTHER_SIGN if last >= _ASCII else 0
        else:
            signs |= _sign(argument)
    if not without:
        return signs
    # Of the signs beyond ASCII only a whole category leaves none.
    categories = [_CATEGORIES[argument] for operator, argument in members if operator is sre_constants.CATEGORY]
    beyond = _OTHER_WORD | _OTHER_SIGN
    for category in categories:
        beyond &= ~category
    return _ANY & ~signs & ~(_OTHER_WORD | _OTHER_SIGN) | beyond


@dataclass(frozen=True)
class _Ends:
    """The places at which a part of an automaton begins and ends."""

    first: frozenset[int]
    last: frozenset[int]
    may_be_empty: bool

    @property
    def optional(self) -> _Ends:
        """The same part, which may be left out."""
        return _Ends(self.first, self.last, may_be_empty=True)


_EMPTY: Final = _Ends(frozenset(), frozenset(), may_be_empty=True)


@dataclass
class _Automaton:
    """The signs of an expression in their places, and which may follow which; Glushkov's automaton.

    `twice`: the first and the last sign of what is repeated, where the first follows the last within it too.
    """

    signs: list[int] = field(default_factory=list)
    follows: list[set[int]] = field(default_factory=list)
    twice: tuple[int, int] | None = None

    def sequence(self, steps: Sequence[_Step]) -> _Ends:
        """Add steps one after the other."""
        whole = _EMPTY
        for step in steps:
            whole = self._joined(whole, self._step(*step))
        return whole

    def repeated(self, steps: Sequence[_Step]) -> _Ends:
        """Add steps that are repeated without limit, once or more."""
        ends = self.sequence(steps)
        for last in ends.last:
            for first in ends.first & self.follows[last]:
                self.twice = self.twice or (first, last)
            self.follows[last] |= ends.first
        return ends

    def _joined(self, before: _Ends, after: _Ends) -> _Ends:
        for last in before.last:
            self.follows[last] |= after.first
        return _Ends(
            before.first | after.first if before.may_be_empty else before.first,
            before.last | after.last if after.may_be_empty else after.last,
            before.may_be_empty and after.may_be_empty,
        )

    def _step(self, operator: Any, argument: Any) -> _Ends:
        if signs := _signs(operator, argument):
            return self._place(signs)
        if operator is sre_constants.SUBPATTERN:
            return self.sequence(argument[3])
        if operator is sre_constants.BRANCH:
            branches = [self.sequence(branch) for branch in argument[1]]
            firsts, lasts = ([getattr(branch, end) for branch in branches] for end in ("first", "last"))
            may_be_empty = any(branch.may_be_empty for branch in branches)
            return _Ends(frozenset().union(*firsts), frozenset().union(*lasts), may_be_empty)
        if operator in _REPEATS:
            least, most, repeated = argument
            return self._repeat(int(least), int(most), repeated)
        if operator is sre_constants.GROUPREF:
            return self._place(_ANY, may_be_empty=True)
        return _EMPTY  # an edge of a word, what is ahead or behind

    def _place(self, signs: int, *, may_be_empty: bool = False) -> _Ends:
        self.signs.append(signs)
        self.follows.append(set())
        place = frozenset([len(self.signs) - 1])
        return _Ends(place, place, may_be_empty)

    def _repeat(self, least: int, most: int, steps: Sequence[_Step]) -> _Ends:
        """Add what is repeated so often: as it is where that is seldom, else as if there was no limit."""
        whole = _EMPTY
        if most > _MOST_COPIES:
            whole = self.repeated(steps)
            whole = whole if least else whole.optional
            least, most = min(least, _MOST_COPIES) - 1, min(least, _MOST_COPIES) - 1
        for copy in reversed(range(most)):
            whole = self._joined(self.sequence(steps), whole)
            whole = whole if copy < least else whole.optional
        return whole


def _read_in_two_ways(part: Sequence[_Step]) -> str | None:
    """A text that can be read in two ways where a part is repeated: two ways through the automaton that meet again."""
    automaton = _Automaton()
    ends = automaton.repeated(part)
    signs, follows = automaton.signs, automaton.follows
    if automaton.twice:
        first, last = automaton.twice
        return _text(signs[place] for place in _way({first}, {last}, follows))
    before: dict[tuple[int, int], tuple[int, int] | int] = {
        (left, right): place
        for place, after in ((_START, ends.first), *enumerate(follows))
        for left, right in combinations(sorted(after), 2)
        if signs[left] & signs[right]
    }
    waiting = deque(before)
    while waiting and len(before) < _MOST_PAIRS:
        pair = waiting.popleft()
        if ends.last.issuperset(pair):
            return _text([*_until(pair, before, ends, automaton)])
        for left, right in product(*(follows[place] for place in pair)):
            if not signs[left] & signs[right]:
                continue
            if left == right:
                rest = [signs[place] for place in _way({left}, ends.last, follows)]
                return _text([*_until(pair, before, ends, automaton), *rest])
            after_both = (min(left, right), max(left, right))
            if after_both not in before:
                before[after_both] = pair
                waiting.append(after_both)
    return None


def _until(
    pair: tuple[int, int], before: Mapping[tuple[int, int], tuple[int, int] | int], ends: _Ends, automaton: _Automaton
) -> list[int]:
    """The signs on the two ways to a pair of places, from where what is repeated begins."""
    signs: list[int] = []
    at: tuple[int, int] | int = pair
    while isinstance(at, tuple):
        signs.append(automaton.signs[at[0]] & automaton.signs[at[1]])
        at = before[at]
    shared = [] if at == _START else _way(ends.first, {at}, automaton.follows)
    return [*(automaton.signs[place] for place in shared), *reversed(signs)]


def _way(starts: Iterable[int], goals: Collection[int], follows: Sequence[set[int]]) -> list[int]:
    """The places on the shortest way from one of some to one of others, both included."""
    ways = deque([place] for place in starts)
    seen = set(starts)
    while True:
        way = ways.popleft()
        if way[-1] in goals:
            return way
        for place in follows[way[-1]] - seen:
            seen.add(place)
            ways.append([*way, place])


def _text(signs: Iterable[int]) -> str:
    """A text of one of the signs that may stand at each place."""
    return "".join(next((sign for sign in _SHOWN if _sign(ord(sign)) & each), "?") for each in signs)
