"""Open questions for the maintainers: unanswered questions and answers rated useless, masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Table, func, literal_column, select, true
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.schema import feedback, now, unanswered

UnansweredKind = Literal["no_rule", "not_understood"]
"""No rule of the programme answers; the message was not understood."""

Kind = Literal[UnansweredKind, "badly_rated"]
"""The same, or an adviser rated the answer useless."""


@dataclass(frozen=True)
class UnansweredQuestion:
    """An unanswered question to record.

    Attributes:
        kind: why it has no answer.
        language: "fr" or "en".
        text: the question, masked.
        question: name of the question or text that was replied with, if any.
        intents: the classifier's intents with their scores.
        hub: id of the hub whose page or link it came by.
    """

    kind: UnansweredKind
    language: str
    text: str
    question: str | None
    intents: tuple[tuple[str, float], ...]
    hub: str | None = None


class OpenQuestion(msgspec.Struct, frozen=True):
    """An open question, with its count.

    Attributes:
        kind: why it is open.
        text: the question or the adviser's comment, masked; empty for a bad rating without a comment.
        language: its language, if known.
        question: the question that was answered.
        outcome: name of the answer.
        reason: why the answer was useless.
        intents: the classifier's intents with their scores.
        count: how often it came.
        last: when it last came.
    """

    kind: Kind
    text: str
    language: str | None
    question: str | None
    outcome: str | None
    reason: str | None
    intents: tuple[tuple[str, float], ...]
    count: int
    last: datetime


# Not a parameter: PostgreSQL would not see that the selected expression is the grouping expression.
_TEXT = func.coalesce(feedback.c.text, literal_column("''"))


class OpenQuestions:
    """Reads open questions, without their askers, and drops those dealt with.

    Args:
        database: where they are.
        hub: restricts them to those asked on this hub's pages.
    """

    def __init__(self, database: Database, hub: str | None = None) -> None:
        self._database = database
        self._hub = hub

    def read_sync(self, limit: int) -> list[OpenQuestion]:
        """The latest questions and bad opinions, at most `limit` of each, the latest first."""

        def work(connection: Connection) -> list[OpenQuestion]:
            return [*self._without_answer(connection, limit), *self._badly_rated(connection, limit)]

        return sorted(self._database.read_sync(work), key=lambda question: question.last, reverse=True)

    def drop_sync(self, questions: Sequence[OpenQuestion]) -> int:
        """Drop questions that are dealt with, every row of each.

        Returns:
            The number of rows deleted.
        """

        def work(connection: Connection) -> int:
            return sum(connection.execute(self._same(question)).rowcount for question in questions)

        return self._database.write_sync(work)

    def _without_answer(self, connection: Connection, limit: int) -> list[OpenQuestion]:
        rows = connection.execute(
            select(
                unanswered.c.kind,
                unanswered.c.text,
                unanswered.c.language,
                unanswered.c.question,
                func.max(unanswered.c.id).label("newest"),
                func.max(unanswered.c.at).label("last"),
                func.sum(unanswered.c.count).label("times"),
            )
            .where(self._is_of_hub(unanswered))
            .group_by(unanswered.c.kind, unanswered.c.text, unanswered.c.language, unanswered.c.question)
            .order_by(func.max(unanswered.c.at).desc())
            .limit(limit)
        ).all()
        newest = [row.newest for row in rows]
        rankings = connection.execute(select(unanswered.c.id, unanswered.c.intents).where(unanswered.c.id.in_(newest)))
        intents = {row.id: tuple((name, float(score)) for name, score in row.intents) for row in rankings}
        return [
            OpenQuestion(
                row.kind,
                row.text,
                row.language,
                row.question,
                None,
                None,
                intents[row.newest],
                int(row.times),
                row.last,
            )
            for row in rows
        ]

    def _badly_rated(self, connection: Connection, limit: int) -> list[OpenQuestion]:
        columns = (_TEXT.label("text"), feedback.c.question, feedback.c.outcome, feedback.c.reason)
        rows = connection.execute(
            select(*columns, func.max(feedback.c.at).label("last"), func.count().label("times"))
            .where(feedback.c.useful.is_(False), self._is_of_hub(feedback))
            .group_by(_TEXT, *columns[1:])
            .order_by(func.max(feedback.c.at).desc())
            .limit(limit)
        )
        return [
            OpenQuestion(
                "badly_rated", row.text, None, row.question, row.outcome, row.reason, (), int(row.times), row.last
            )
            for row in rows
        ]

    def _same(self, question: OpenQuestion) -> Any:
        """The statement that drops every row of a question."""
        if question.kind != "badly_rated":
            return unanswered.delete().where(
                self._is_of_hub(unanswered),
                unanswered.c.kind == question.kind,
                unanswered.c.text == question.text,
                unanswered.c.language == question.language,
                unanswered.c.question.is_not_distinct_from(question.question),
            )
        return feedback.delete().where(
            self._is_of_hub(feedback),
            feedback.c.useful.is_(False),
            question.text == _TEXT,
            feedback.c.question.is_not_distinct_from(question.question),
            feedback.c.outcome.is_not_distinct_from(question.outcome),
            feedback.c.reason.is_not_distinct_from(question.reason),
        )

    def _is_of_hub(self, table: Table) -> Any:
        """Whether a row was written on a page of the hub."""
        return true() if self._hub is None else table.c.hub == self._hub


def record_unanswered(
    connection: Connection, conversation_key: ConversationKey, question: UnansweredQuestion, identifiers: Identifiers
) -> None:
    """Record a question; one that the conversation asked before is counted again."""
    statement = insert(connection, unanswered).values(
        at=now(),
        conversation=conversation_key.id,
        channel=conversation_key.channel,
        hub=question.hub,
        language=question.language,
        kind=question.kind,
        question=question.question,
        text=question.text,
        digest=identifiers.digest(question.text),
        intents=[[name, round(score, 4)] for name, score in question.intents],
        count=1,
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["conversation", "kind", "digest"],
            set_={"count": unanswered.c.count + 1, "at": statement.excluded.at},
        )
    )
