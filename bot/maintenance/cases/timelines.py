"""Every question through time: today's answers, earlier or later ones that differ, and the days of change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.maintenance.cases.enumeration import Case, Class, Period, Survey, dimensions, survey, tells_territories_apart
from rules.model import Programme


class Surveys:
    """Every question in every period, decided at first use and cached for all languages."""

    def __init__(self, programme: Programme, today: date) -> None:
        self.programme = programme
        self.today = today
        self._times: dict[str, list[tuple[Period, Survey]]] = {}
        self._cases: dict[tuple[str, Class | None], list[tuple[Period, list[Case]]]] = {}

    def times(self, question: str) -> list[tuple[Period, Survey]]:
        """The surveys of a question in each of its periods, the oldest first."""
        if question not in self._times:
            self._times[question] = [
                (period, survey(self.programme, question, period.day(self.today)))
                for period in dimensions(question, self.programme).periods
            ]
        return self._times[question]

    def now(self, question: str) -> Survey:
        """The survey of a question today."""
        return next(found for period, found in self.times(question) if period.holds_on(self.today))

    def cases(self, question: str, code: str | None = None) -> list[tuple[Period, list[Case]]]:
        """The cases today, then those answered differently at other times, the latest first.

        Args:
            question: the question.
            code: only this department. If the question depends on territory only for whom to ask, only such cases.
        """
        of = self.now(question).class_of(code) if code else None
        if (question, of) not in self._cases:
            self._cases[question, of] = self._of_class(question, of)
        found = self._cases[question, of]
        if code is None or of is None:
            return found
        return [(period, [replace(case, codes=(code,)) for case in cases]) for period, cases in found]

    def changes(self) -> dict[date, set[str]]:
        """The days on which answers change, with the questions, the latest first."""
        days: dict[date, set[str]] = {}
        for question in self.programme.tables:
            for (_, before), (period, after) in pairwise(self.times(question)):
                if period.since and before.shown != after.shown:
                    days.setdefault(period.since, set()).add(question)
        return dict(sorted(days.items(), reverse=True))

    def _of_class(self, question: str, of: Class | None) -> list[tuple[Period, list[Case]]]:
        local = of is not None and not tells_territories_apart(self.programme, question)
        now = self.now(question)
        present = next(period for period, _ in self.times(question) if period.holds_on(self.today))
        found = [(present, now.cases(of, local=local))]
        for period, then in reversed(self.times(question)):
            cases = [] if then is now else then.cases(of, local=local, unlike=now)
            if cases:
                found.append((period, cases))
        return found
