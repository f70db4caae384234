"""How much of what is personal in messages reaches the database, and how many ordinary questions are touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.storage.masking import Mask
from nlu.text import fold, word_set

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DEVELOPMENT = HERE / "development.yml"
MORE = HERE / "more.yml"
APART = HERE / "apart.yml"
"""What was never looked at: read by the figures only."""
PERSONAL = HERE / "personal_questions.txt"
"""Ordinary questions of the project that do hold personal data: each is masked rightly."""

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_SITE = re.compile(r"https?://[\w.-]*|\bwww\.[\w.-]*|\b[\w.-]+\.[a-z]{2,6}(?=/)")
"""Of a link, its site is kept on purpose."""

_MARK = re.compile(r"\[[^]]*\]")
"""What stands in place of what is masked."""

_WORD = re.compile(r"[^\W_]+")
_FUNCTION_WORDS = word_set(
    "de du des d la le les l un une a au aux en et ou sur sous mon ma mes son sa ses my the of in on and est suis je ai"
)
"""Words that tell nothing, left in clear at the edge of what is masked."""


class MarkedText(NamedTuple):
    """What is to be masked in a message, `start` to `end` in its characters, and its kind."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class MarkedMessage:
    """A message, and what is to be masked in it; nothing, in an ordinary one."""

    text: str
    marks: tuple[MarkedText, ...]


class Share(NamedTuple):
    """How many of how many."""

    number: int
    total: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 of nothing."""
        return self.number / self.total if self.total else 1.0


def messages(path: Path) -> tuple[MarkedMessage, ...]:
    """The messages of a file; their marks are taken out of the text."""
    return tuple(_message(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def _message(entry: dict[str, Any]) -> MarkedMessage:
    text, end, marks = "", 0, []
    written = entry["text"]
    for kind, match in zip(entry.get("kinds") or (), _MARKED.finditer(written), strict=True):
        text += written[end : match.start()]
        marks.append(MarkedText(kind, len(text), len(text) + len(match[1])))
        text += match[1]
        end = match.end()
    return MarkedMessage(text + written[end:], tuple(marks))


@lru_cache(maxsize=1)
def mask() -> Mask:
    """The masks as they are in the project."""
    return Mask.load()


def in_clear(message: MarkedMessage, recorded: str) -> list[tuple[MarkedText, str]]:
    """The marks of which a word or number stands in what is recorded of a message, each with what stands there."""
    left = _left(message.text, recorded)
    for site in _SITE.finditer(message.text):
        left.difference_update(range(*site.span()))
    found = []
    for mark in message.marks:
        words = [
            match[0]
            for match in _WORD.finditer(message.text, mark.start, mark.end)
            if match.start() in left and _tells(match[0], mark.kind)
        ]
        if words:
            found.append((mark, " ".join(words)))
    return found


def _left(text: str, recorded: str) -> set[int]:
    """Where the words of a text begin that stand in what is recorded of it."""
    words = [*_WORD.finditer(text)]
    written = [fold(word) for word in _WORD.findall(_MARK.sub(" ", recorded))]
    alike = SequenceMatcher(None, [fold(word[0]) for word in words], written, autojunk=False).get_matching_blocks()
    return {word.start() for block in alike for word in words[block.a : block.a + block.size]}


def _tells(word: str, kind: str) -> bool:
    return kind == "email" or any(map(str.isdigit, word)) or (len(word) > 1 and fold(word) not in _FUNCTION_WORDS)


def recall(marked: Sequence[MarkedMessage], recorded: Sequence[str]) -> dict[str, Share]:
    """By kind, and for all under "": how many marks are masked whole in what is recorded of messages."""
    totals: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for message, text in zip(marked, recorded, strict=True):
        for kinds, marks in ((totals, message.marks), (missed, [mark for mark, _ in in_clear(message, text)])):
            kinds.update(mark.kind for mark in marks)
            kinds[""] += len(marks)
    return {kind: Share(total - missed[kind], total) for kind, total in sorted(totals.items())}


def beyond(marked: Sequence[MarkedMessage], recorded: Sequence[str]) -> Share:
    """How many words are masked that none of the marks holds, of the words that none holds."""
    count = total = 0
    for message, text in zip(marked, recorded, strict=True):
        left = _left(message.text, text)
        for match in _WORD.finditer(message.text):
            if not any(mark.start < match.end() and match.start() < mark.end for mark in message.marks):
                total += 1
                count += match.start() not in left
    return Share(count, total)


def touched(texts: Iterable[str]) -> tuple[list[str], int]:
    """The texts that masking changes, and how many there are in all."""
    found, total = [], 0
    for text in texts:
        total += 1
        if mask().spans(text):
            found.append(text)
    return found, total


def ordinary_questions() -> dict[str, Sequence[str]]:
    """The ordinary questions of the project by where they are from, without those that do hold personal data."""
    personal = set(PERSONAL.read_text(encoding="utf-8").splitlines())
    sources = {
        "learnt (stories/faq, nlu/examples)": (ROOT / "stories/faq", ROOT / "nlu/examples"),
        "not learnt (sentences of the evaluation)": (ROOT / "tests/evaluation/sentences",),
    }
    return {
        name: [text for text in dict.fromkeys(_of_folders(folders)) if " ".join(text.split()) not in personal]
        for name, folders in sources.items()
    }


def _of_folders(folders: Sequence[Path]) -> Iterator[str]:
    for folder in folders:
        for path in sorted(folder.glob("*.yml")):
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
            keyed = isinstance(content, dict) and {"questions", "exemples", "suites"} & set(content)
            for part in [content[key] for key in sorted(keyed)] if keyed else [content]:
                yield from _texts(part)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _texts([part["phrase"]] if "phrase" in part else list(part.values()))
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
