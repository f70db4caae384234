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
    """One row tried: whether it holds, and if not, the first fact that decides against it or is missing."""

    row: Row
    verdict: Verdict
    because: str | None


@dataclass(frozen=True)
class Trace:
    """Why the engine answered so.

    Attributes:
        question: the table.
        on: the day.
        facts: those it used.
        tried: its rows, in the order in which they were tried.
        outcomes: the rows that the facts lead to, each once: one, or several where a fact is missing.
    """

    question: str
    on: date
    facts: tuple[tuple[str, FactValue], ...]
    tried: tuple[Row, ...]
    outcomes: tuple[Row, ...]

    @property
    def deciding(self) -> Row | None:
        """The row that gave the answer; where a fact is missing, the first that holds whatever it is, if any does."""
        if len(self.outcomes) == 1:
            return self.outcomes[0]
        return next((step.row for step in self._steps() if step.verdict == "holds"), None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What came of each row; told when it is asked for, which few answers are."""
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
    """What a source of lower precedence says of the same case. `wording` names its one-line text.

    Notices that read the same are equal, whichever row holds.
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
    """What the contact table says of whom to ask, where the row leaves that to it."""
    items: tuple[Item, ...] = ()
    """What the answer shows, in its order; the one it is about, where it shows none."""

    def asking(self: _Same, contact: Answer | Unknown | None) -> _Same:
        """The same, with whom to ask; its own organisations and links come first."""
        if contact is None:
            return self
        bodies = tuple(body for body in contact.organisations if body not in self.organisations)
        links = tuple(link for link in contact.links if link not in self.links)
        return replace(self, contact=contact, organisations=(*self.organisations, *bodies), links=(*self.links, *links))

    @property
    def contact_shown(self) -> tuple[str, ...]:
        """What is read of the contact: its text, and the organisations that it may name."""
        contact = self.contact
        return (contact.wording, *(body.id for body in contact.organisations)) if contact else ()

    def verdict(self, criterion: Criterion) -> str | None:
        """What a yes/no question on a criterion is answered, as `Consequence.verdicts`; None where it has none."""
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
        """Whether an outcome has what another can differ in: whose it is, how much, or yes or no; no definition."""
        row = self.trace.deciding
        return bool(self.organisations or self.figures or (row and row.then.verdicts))

    def same_for_the_adviser(self, other: object) -> bool:
        """Whether both read the same: everything but the trace, which differs by the facts that led there."""
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
    """A row holds and says what is so."""


@dataclass(frozen=True)
class Unknown(_Outcome):
    """A row holds and says that the programme is silent; `organisations` are those to ask."""


@dataclass(frozen=True)
class Ask:
    """The answer depends on a fact the adviser has not given. `choices` are its values, where few enough to offer."""

    fact: str
    choices: tuple[str, ...]
    trace: Trace


Decision = Answer | Ask | Unknown
