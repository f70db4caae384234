"""An utterance cut into clauses, the parts that may each ask something."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlu.entities.expressions import Expression
from nlu.entities.patterns import expression_at
from nlu.entities.schema import CuesFile
from nlu.text import fold
from rules.yaml_lines import Document

MAX_CLAUSES = 12
"""A pasted e-mail thread has more sentences than this; those that ask outright, the first and the last are read."""

_ANY_END = re.compile(r"(?<=[.!?…;:,])\s+|\n+|\s+(?=(?:et|puis|and|then|&)\s)")
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


@dataclass(frozen=True)
class Clause:
    """A part of an utterance. `start` counts characters of the utterance.

    `asks_outright`: it is a question by its first word or its mark, not only by a word within that may also tell
    ("qui", "où").
    """

    text: str
    start: int
    interrogative: bool
    asks_outright: bool = False

    @property
    def end(self) -> int:
        """Where the clause ends in the utterance."""
        return self.start + len(self.text)


class ClauseSplitter:
    """Cuts utterances into clauses by the question words of the lexicon."""

    def __init__(self, document: Document[CuesFile]) -> None:
        """Compile them.

        Raises:
            ProgrammeError: an expression is malformed.
        """
        file = document.content
        asks = rf"{file.interrogatifs}(?!\w)"
        self._opens = expression_at(document, rf"\A\W*{file.debuts_interrogatifs}(?!\w)", "debuts_interrogatifs")
        self._asks = expression_at(document, rf"(?<!\w){asks}|{file.inversions}", "interrogatifs")
        self._asks_first = expression_at(
            document, rf"\A\W*(?:(?:et|and) )?(?:{asks}|{file.inversions})", "interrogatifs"
        )
        self._relative = frozenset(file.relatifs.split())
        self._announces = expression_at(document, rf"(?<!\w){file.annonces}(?!\w)", "annonces")
        self._several = expression_at(document, rf"(?<!\w){file.plusieurs_questions}(?!\w)", "plusieurs_questions")
        joint = r"(?:,|[+&]|\b(?:et|puis|and|then|ainsi que))\s+"
        asks_last = rf"(?:[^,.;?!]{{2,25}} )?{file.interrogatifs_en_fin}\s*(?:[,.;?!]|$)"
        question = rf"{asks}|[^,.;?!]{{3,40}}{file.inversions}|[^,.;?!]{{2,25}} {asks}|{asks_last}"
        last = r"(?<=,)\s+(?:et|and)\s+(?=[^,.;?!]{8,80}\?)"
        self._joins = expression_at(document, rf"{joint}(?={question})|{last}", "interrogatifs", flags=re.I)

    def asks(self, folded: str) -> bool:
        """Whether a word of a folded text asks, and does nothing else ("droit a combien de rattrapages")."""
        return any(match.group() not in self._relative for match in self._asks.finditer(folded))

    def split(self, text: str) -> list[Clause]:
        """The sentences and joined questions of an utterance, in order.

        At most MAX_CLAUSES: those that ask outright, the last ones before others, then the first and the last.
        """
        ends = _ANY_END if self._several.search(fold(text)) else _SENTENCE_END
        clauses = [clause for part, start in _split(text, 0, ends) for clause in self._clauses(part, start)]
        if len(clauses) <= MAX_CLAUSES:
            return clauses
        outright = [clause for clause in clauses if clause.asks_outright][-MAX_CLAUSES:]
        others = [clause for clause in clauses if clause not in outright]
        room = MAX_CLAUSES - len(outright)
        kept = [*outright, *others[: room // 2], *others[len(others) - (room - room // 2) :]]
        return sorted(kept, key=lambda clause: clause.start)

    def sentence_around(self, position: int, text: str) -> list[Clause]:
        """The clauses of the sentence in which a position of the text lies; none between two sentences."""
        return [
            clause
            for sentence, start in sentences(text)
            if start <= position < start + len(sentence)
            for clause in self._clauses(sentence, start)
        ]

    def _clauses(self, sentence: str, start: int) -> list[Clause]:
        """The clauses of a sentence; what asks after one that asks outright does so too.

        "I need to know how long it takes, whether it is remote or not, and who runs it."
        """
        clauses = [self._clause(text, at) for text, at in _split(sentence, start, self._joins)]
        outright = [clause.start for clause in clauses if clause.asks_outright]
        return [
            replace(clause, asks_outright=clause.asks_outright or (clause.interrogative and clause.start > outright[0]))
            if outright
            else clause
            for clause in clauses
        ]

    def _clause(self, text: str, start: int) -> Clause:
        folded = fold(text)
        asked = self._asks.search(folded)
        outright = bool(
            "?" in folded
            or self.asks(folded)
            or (asked and self._announces.search(folded))
            or self._opens.search(folded)
            or self._asks_first.search(folded)
        )
        return Clause(text, start, bool(outright or asked), outright)


def sentences(text: str) -> list[tuple[str, int]]:
    """The sentences of a text with their starts."""
    return _split(text, 0, _SENTENCE_END)


def _split(text: str, start: int, separator: Expression | re.Pattern[str]) -> list[tuple[str, int]]:
    parts: list[tuple[str, int]] = []
    at = 0
    for match in separator.finditer(text):
        parts.append((text[at : match.start()], start + at))
        at = match.end()
    parts.append((text[at:], start + at))
    return [(part, place) for part, place in parts if any(character.isalnum() for character in part)]
