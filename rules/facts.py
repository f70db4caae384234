"""What an adviser can state: the facts, their values, and the values that a date says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True)
class DatedValue:
    """The value of a fact that a date says: one of that role, in a year from `since` to `until`, both included.

    `year` counts from today: -1 for an earlier year, 0 for this one, 1 for a later one; `recent`: less than a year ago;
    `ahead`: still to come.
    """

    role: str
    value: str
    since: int | None = None
    until: int | None = None
    year: int | None = None
    recent: bool | None = None
    ahead: bool | None = None

    def is_said_by(self, period: tuple[date, date], role: str, today: date) -> bool:
        """Whether a day, month or year of a role says this value, by its first and its last day."""
        first, day = period
        year_ago = today - timedelta(days=DAYS_OF_A_YEAR)  # "in 2025" may be neither for sure
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

    `yes` and `no` are the values that a plain "oui" and "non" mean, where the fact is asked for as a yes/no question.
    `about` maps another fact to the value that stating this one speaks of ("habilitée": of Aidants Connect), `question`
    is what answers the fact stated out of the blue, `alone` what answers some of its values instead. `implied`: what a
    value says of other facts, where a table does not read this one. `of_question`: the fact does not outlive the
    question it was stated for; `compared`: two values named are as good as none; `transient` values say what is asked
    about, and are not kept; `precedence` maps a value to those that it makes superfluous where both are named; `dated`
    are the values that a date says ("suivi en 2025"); `words` name a value plainly, beside the lexicon.
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
        """What answers a value that is stated out of the blue."""
        return dict(self.alone).get(value, self.question)

    def said_by_date(self, period: tuple[date, date], role: str, today: date) -> str | None:
        """The value that a date of a role says, by its first and its last day; None where it says none."""
        return next((dated.value for dated in self.dated if dated.is_said_by(period, role, today)), None)

    def most_specific(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """The values meant where several are named: each drops those that it takes precedence over, in file order."""
        for value, superfluous in self.precedence:
            if value in values:
                values = tuple(other for other in values if other not in superfluous)
        return values
