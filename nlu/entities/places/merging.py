"""Places merged: a territory named twice ("Tarbes, dans les Hautes-Pyrénées (65)") is one place, and a department
settles which of several towns is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlu.entities.places.gazetteer import Entry
from nlu.entities.places.tokenized_text import TokenizedText
from nlu.text import word_set

_CONNECTORS = word_set(
    "en dans ds le la les l de du d des dept dep dpt departement region a au in the of department county cp code "
    "postal numero n soit cad"
)
# "de Saint-Denis à la Gironde" names two places.
_MOVES = frozenset({"a", "au"})
_LONGEST_GAP = 5


@dataclass(frozen=True)
class PlaceCandidate:
    """An entry, and the tokens that name it."""

    start: int
    end: int
    entry: Entry
    number: bool = False
    bracketed: bool = False


def connects(word: str) -> bool:
    """Whether a word may stand between two mentions of one territory."""
    return word in _CONNECTORS


def merge(tokenized: TokenizedText, candidates: Sequence[PlaceCandidate]) -> list[PlaceCandidate]:
    """Join neighbours that mean one territory, then let sure mentions settle ambiguous ones."""
    merged: list[PlaceCandidate] = []
    for candidate in candidates:
        both = (
            _join(tokenized, merged[-1], candidate) if merged and _adjacent(tokenized, merged[-1], candidate) else None
        )
        if both is not None:
            merged[-1] = both
        else:
            merged.append(candidate)
    return [_settle(candidate, merged) for candidate in merged]


def _adjacent(tokenized: TokenizedText, left: PlaceCandidate, right: PlaceCandidate) -> bool:
    between = tokenized.words[left.end : right.start]
    if len(between) > _LONGEST_GAP or not all(word in _CONNECTORS for word in between):
        return False
    text = tokenized.text[tokenized.tokens[left.end - 1].end : tokenized.tokens[right.start].start]
    return not set(text) & set(".!?;\n")


def _join(tokenized: TokenizedText, left: PlaceCandidate, right: PlaceCandidate) -> PlaceCandidate | None:
    """The narrower of two mentions of one territory, over both; None if they are two territories."""
    codes = _shared(left.entry, right.entry)
    if not codes:
        # "Saint-Paul (40)": the number is what the adviser is sure of.
        settles_town = right.number and left.entry.kind == "commune" and right.bracketed
        return replace(right, start=left.start) if settles_town or _places_saint(tokenized, left, right) else None
    narrow = left if len(left.entry.codes) <= len(right.entry.codes) else right
    if len(left.entry.codes) == len(right.entry.codes) and left.number:
        narrow = right
    entry = replace(narrow.entry, codes=codes, others=(), ambiguous=len(codes) > 1 and narrow.entry.ambiguous)
    return replace(left, end=right.end, entry=entry, number=left.number and right.number)


def _places_saint(tokenized: TokenizedText, left: PlaceCandidate, right: PlaceCandidate) -> bool:
    """Whether a department tells where a saint's village is: "Saint-Laurent dans le Gers", of which there are many."""
    if not left.entry.name.startswith("Saint") or right.entry.kind != "department" or right.entry.ambiguous:
        return False
    return _MOVES.isdisjoint(tokenized.words[left.end : right.start])


def _shared(left: Entry, right: Entry) -> tuple[str, ...]:
    for codes, others in ((left.codes, right.codes), (left.others, right.codes), (left.codes, right.others)):
        shared = tuple(sorted(set(codes) & set(others)))
        if shared:
            return shared
    return ()


def _settle(candidate: PlaceCandidate, every: Sequence[PlaceCandidate]) -> PlaceCandidate:
    if not candidate.entry.ambiguous:
        return candidate
    for other in every:
        if other.entry.ambiguous or other.entry.kind in {"zone", "commune"}:
            continue
        shared = tuple(sorted(set(candidate.entry.codes) & set(other.entry.codes)))
        if shared:
            return replace(candidate, entry=replace(candidate.entry, codes=shared, ambiguous=len(shared) > 1))
    return candidate
