"""Questions without answer: what maintainers read to complete the programme and the examples. Masked before kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.engine import Connection

from bot.storage.dialects import insert
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.schema import now, unanswered

Kind = Literal["no_rule", "not_understood"]
"""The programme is silent, or the message was not understood."""


@dataclass(frozen=True)
class Unanswered:
    """A question without answer; `text` is masked, `intents` are what it sounded like, with probabilities."""

    kind: Kind
    language: str
    text: str
    question: str | None
    intents: tuple[tuple[str, float], ...]


def count(
    connection: Connection, conversation_key: ConversationKey, question: Unanswered, identifiers: Identifiers
) -> None:
    """Keep a question; one that the conversation asked before is counted once more."""
    statement = insert(connection, unanswered).values(
        at=now(),
        conversation=conversation_key.id,
        channel=conversation_key.channel,
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
