"""Facts an adviser can state, their values, and the values that follow from a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class DatedValue:
    """The value of a fact that follows from a date: "suivi en 2025".

    All conditions that are set must hold.

    Attributes:
        role: the role that the date must have.
        value: the value of the fact.
        since: the first year, included.
        until: the last year, included.
        year: -1 for an earlier year than today's, 0 for this one, 1 for a later one.
        recent: whether the date is less than a year ago.
        ahead: whether the date is still to come.
    """

    role: str
    value: str
    since: int | None = None
    until: int | None = None
    year: int | None = None
    recent: bool | None = None
    ahead: bool | None = None

    def is_said_by(self, period: tuple[date, date], role: str, today: date) -> bool:
        """Whether a period implies this value.

        Args:
            period: the first and last day of the day, month or year stated.
            role: the role of the date.
            today: the current day.
        """
        first, day = period
        year_ago = today - timedelta(days=DAYS_OF_A_YEAR)  # "in 2025" may be neither recent nor old for sure
        return (
            role == self.role
            and (self.recent is None or (first > year_ago if self.recent else day <= year_ago))
            and (self.since is None or first.year >= self.since)
            and (self.until is None or day.year <= self.until)
            and (self.year is None or self.year == (first.year > today.year) - (day.year < today.year))
            and (self.ahead is None or self.ahead == (first > today))
        )


@dataclass(frozen=True)
class FactDefinition:
    """A thing an adviser can state: its finite domain, in the order choices are offered.

    Attributes:
        id: its name in `faits.yml`.
        values: its domain.
        offered: the values offered when it is asked for.
        yes: the value that a plain "oui" means, if it is asked for as a yes/no question.
        no: the value that a plain "non" means.
        about: other facts that stating this one implies ("habilitée" is about Aidants Connect).
        question: the question answered when it is stated out of the blue.
        of_question: whether it is forgotten after the question it was stated for.
        compared: whether naming two values is like naming none.
        transient: values that say what is asked about, and are not kept.
        precedence: for a value, those it makes superfluous when both are named.
        dated: the values that follow from a date ("suivi en 2025").
        alone: questions answered instead of `question`, by value.
        implied: what a value says of other facts, in tables that do not read this one.
        words: plain names of a value, besides the lexicon.
    """

    id: str
    values: tuple[str, ...]
    offered: tuple[str, ...]
    yes: str | None = None
    no: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    question: str | None = None
    of_question: bool = False
    compared: bool = False
    transient: tuple[str, ...] = ()
    precedence: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: tuple[DatedValue, ...] = ()
    alone: tuple[tuple[str, str], ...] = ()
    implied: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def question_of(self, value: str) -> str | None:
        """The question answered when a value is stated out of the blue."""
        return dict(self.alone).get(value, self.question)

    def said_by_date(self, period: tuple[date, date], role: str, today: date) -> str | None:
        """The value that a date implies, or None.

        Args:
            period: the first and last day of the date.
            role: the role of the date.
            today: the current day.
        """
        return next((dated.value for dated in self.dated if dated.is_said_by(period, role, today)), None)

    def most_specific(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """The values meant when several are named: each drops those it takes precedence over, in file order."""
        for value, superfluous in self.precedence:
            if value in values:
                values = tuple(other for other in values if other not in superfluous)
        return values
