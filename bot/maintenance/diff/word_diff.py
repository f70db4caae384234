"""Which words of a text change: two texts as runs of words kept, removed or added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

Kind = Literal["kept", "removed", "added"]

_WORD = re.compile(r"\w+|\s+|[^\w\s]")

_LEAST_KEPT = 0.5
"""Share of common words below which texts are shown whole: marks on stray words are unreadable."""


@dataclass(frozen=True)
class Run:
    """Consecutive words of one kind."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Marked:
    """A text before and after, in runs; empty if the text is new or removed."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def edit(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Only what is removed and added: equal for the same change in different texts."""
        return tuple(run.text for run in self.before if run.kind == "removed"), tuple(
            run.text for run in self.after if run.kind == "added"
        )


def changed_lines(before: Sequence[str], after: Sequence[str]) -> Marked:
    """Compare two lists of texts; only changed ones are shown, word by word if one replaces another."""
    was: list[Run] = []
    now: list[Run] = []

    def add(old: Sequence[str], new: Sequence[str]) -> None:
        runs = marked(old, new)
        for shown, part in ((was, runs.before), (now, runs.after)):
            if part:
                shown += [Run("kept", "\n")] if shown else []
                shown += part

    old, new = ([line for text in texts for line in text.split("\n")] for texts in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            for gone, come in zip_longest(old[old_start:old_end], new[new_start:new_end]):
                add([gone] if gone is not None else [], [come] if come is not None else [])
    return Marked(tuple(was), tuple(now))


def marked(before: Sequence[str], after: Sequence[str]) -> Marked:
    """Compare two lists of paragraphs word by word; paragraphs are separated by line ends."""
    old, new = (_WORD.findall("\n".join(texts)) for texts in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    kept = [word for block in matcher.get_matching_blocks() for word in old[block.a : block.a + block.size]]
    if old and new and _words(kept) < _LEAST_KEPT * max(_words(old), _words(new)):
        return Marked((Run("removed", "".join(old)),), (Run("added", "".join(new)),))
    was: list[Run] = []
    now: list[Run] = []
    for _, old_start, old_end, new_start, new_end in _edits(matcher, old):
        gone, come = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        same = gone == come
        was += [Run("kept" if same else "removed", gone)] if gone else []
        now += [Run("kept" if same else "added", come)] if come else []
    return Marked(tuple(was), tuple(now))


def _edits(matcher: SequenceMatcher[str], old: Sequence[str]) -> list[tuple[bool, int, int, int, int]]:
    """The spans kept and changed; changes with no word between them are merged."""
    spans: list[tuple[bool, int, int, int, int]] = []
    codes = matcher.get_opcodes()
    for index, (tag, old_start, old_end, new_start, new_end) in enumerate(codes):
        between = 0 < index < len(codes) - 1 and not _words(old[old_start:old_end])
        changed = tag != "equal" or between
        if spans and spans[-1][0] and changed:
            _, first, _, first_new, _ = spans.pop()
            spans.append((True, first, old_end, first_new, new_end))
        else:
            spans.append((changed, old_start, old_end, new_start, new_end))
    return spans


def _words(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)
