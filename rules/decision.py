"""What the engine answers: an answer, the one fact to ask for, or an honest "not known", each with its trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar

from rules.model import UNSPECIFIED, Criterion, Figure, Item, Link, Organisation, Row, Source, Text

FactValue = str | frozenset[str]
"""A fact's value; a frozenset is "one of these, not known which" (a town's name that two departments share)."""

Facts = Mapping[str, FactValue]
Verdict = Literal["holds", "fails", "open"]


@dataclass(frozen=True)
class Step:
    """One row tried.

    Attributes:
        row: the row.
        verdict: whether it holds.
        because: the first fact that decides against it or is missing; None if it holds.
    """

    row: Row
    verdict: Verdict
    because: str | None


@dataclass(frozen=True)
class Trace:
    """Why the engine answered so.

    Attributes:
        question: the table.
        on: the day.
        facts: the facts used.
        tried: the table's rows, in the order tried.
        outcomes: the rows that the facts lead to, each once: one, or several if a fact is missing.
    """

    question: str
    on: date
    facts: tuple[tuple[str, FactValue], ...]
    tried: tuple[Row, ...]
    outcomes: tuple[Row, ...]

    @property
    def deciding(self) -> Row | None:
        """The row that gave the answer. If a fact is missing, the first row that holds whatever its value, or None."""
        if len(self.outcomes) == 1:
            return self.outcomes[0]
        return next((step.row for step in self._steps() if step.verdict == "holds"), None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What came of each row. Computed on demand: few answers need it."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        facts = dict(self.facts)
        for row in self.tried:
            if not row.holds_on(self.on):
                yield Step(row, "fails", "date")
                continue
            verdict: Verdict = "holds"
            because: str | None = None
            for fact, condition in row.when:
                value = facts.get(fact, UNSPECIFIED)
                candidates = value if isinstance(value, frozenset) else {value}
                if candidates <= condition:
                    continue
                if value == UNSPECIFIED or candidates & condition:
                    if self.outcomes == (row,):
                        continue  # open, but every completion leads here
                    verdict, because = "open", fact
                else:
                    verdict, because = "fails", fact
                    break
            yield Step(row, verdict, because)


@dataclass(frozen=True)
class Citation:
    """A source as shown under an answer: the document, its section and when it was published."""

    source: Source
    section: str
    published: Text


@dataclass(frozen=True)
class Notice:
    """What a source of lower precedence says of the same case.

    Notices that read the same are equal, even from different rows. `wording` names a one-line text.
    """

    wording: str
    citation: Citation
    links: tuple[tuple[Organisation, Link], ...]
    figures: tuple[tuple[str, Figure], ...]
    row: Row = field(compare=False)
    organisations: tuple[Organisation, ...] = ()


_Same = TypeVar("_Same", bound="_Outcome")

_OPPOSITE = {"oui": "non", "non": "oui"}


@dataclass(frozen=True)
class _Outcome:
    wording: str
    organisations: tuple[Organisation, ...]
    links: tuple[tuple[Organisation, Link], ...]
    figures: tuple[tuple[str, Figure], ...]
    citation: Citation
    notices: tuple[Notice, ...]
    trace: Trace
    contact: Answer | Unknown | None = None
    """The contact table's answer, if the row leaves it to that table to say whom to ask."""
    items: tuple[Item, ...] = ()
    """The items that the answer shows, in its order; if none, the item it is about."""

    def asking(self: _Same, contact: Answer | Unknown | None) -> _Same:
        """A copy with the contact added. Its own organisations and links come first."""
        if contact is None:
            return self
        bodies = tuple(body for body in contact.organisations if body not in self.organisations)
        links = tuple(link for link in contact.links if link not in self.links)
        return replace(self, contact=contact, organisations=(*self.organisations, *bodies), links=(*self.links, *links))

    @property
    def contact_shown(self) -> tuple[str, ...]:
        """What the reader sees of the contact: the name of its text, and its organisations."""
        contact = self.contact
        return (contact.wording, *(body.id for body in contact.organisations)) if contact else ()

    def verdict(self, criterion: Criterion) -> str | None:
        """The answer to a yes/no question on a criterion, with the values of `Consequence.verdicts`; else None."""
        if self.trace.question not in criterion.questions:
            return None
        if criterion.attribute:
            values = {item.attribute(criterion.attribute) for item in self.items}
            verdicts = {dict(criterion.verdicts).get(str(value), "inconnu") for value in values}
            return verdicts.pop() if len(verdicts) == 1 else "selon" if verdicts else None
        row = self.trace.deciding
        verdicts_of_row = dict(row.then.verdicts) if row else {}
        opposite = verdicts_of_row.get(criterion.opposite_of or "")
        return verdicts_of_row.get(criterion.id) or (_OPPOSITE.get(opposite, opposite) if opposite else None)

    @property
    def is_comparable(self) -> bool:
        """Whether outcomes can differ in organisations, figures or verdicts. A definition has none of these."""
        row = self.trace.deciding
        return bool(self.organisations or self.figures or (row and row.then.verdicts))

    def same_for_the_adviser(self, other: object) -> bool:
        """Whether both read the same. The trace is ignored: it depends on the facts that led there."""
        if not isinstance(other, _Outcome) or type(other) is not type(self):
            return False
        return (self.wording, self.organisations, self.links, self.notices, self.contact_shown) == (
            other.wording,
            other.organisations,
            other.links,
            other.notices,
            other.contact_shown,
        )


@dataclass(frozen=True)
class Answer(_Outcome):
    """A row holds and answers."""


@dataclass(frozen=True)
class Unknown(_Outcome):
    """A row holds and says that the programme is silent. `organisations` are the ones to ask."""


@dataclass(frozen=True)
class Ask:
    """The answer depends on a fact that the adviser has not given.

    Attributes:
        fact: the fact to ask for.
        choices: its values; empty if there are too many to offer.
        trace: why.
    """

    fact: str
    choices: tuple[str, ...]
    trace: Trace


Decision = Answer | Ask | Unknown
