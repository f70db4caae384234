"""A maintainer's attempts in the studio, to be repeated after an edit. Kept in memory while the studio runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from bot.maintenance.diff.word_diff import Marked, marked
from bot.maintenance.studio.dry_run import Attempt, AttemptOutcome
from bot.maintenance.studio.explanation import Explanation
from bot.messages import Reply

MOST_KEPT: Final = 200
"""Turns remembered; after an older one, a new conversation begins."""

MOST_SHOWN: Final = 12
"""Questions offered to be tried again."""


@dataclass(frozen=True)
class AttemptChange:
    """A part of an answer, or of its reasons, that has changed."""

    part: str
    marked: Marked


@dataclass(frozen=True)
class Try:
    """An attempt and its outcome. `changes` are those of its last repetition, None before."""

    id: int
    attempt: Attempt
    outcome: AttemptOutcome
    understood: Explanation | None
    changes: tuple[AttemptChange, ...] | None = None


@dataclass
class Attempts:
    """All attempts by number, oldest first."""

    _by_id: dict[int, Try] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, attempt: Attempt, outcome: AttemptOutcome, understood: Explanation | None) -> Try:
        """Keep an attempt."""
        new = Try(next(self._numbers), attempt, outcome, understood)
        self._by_id[new.id] = new
        while len(self._by_id) > MOST_KEPT:
            del self._by_id[next(iter(self._by_id))]
        return new

    def again(self, known: Try, outcome: AttemptOutcome, understood: Explanation | None) -> Try:
        """Record the outcome of a repeated attempt, with what changed."""
        changes = tuple(_changes(known, outcome.reply, understood))
        self._by_id[known.id] = again = replace(known, outcome=outcome, understood=understood, changes=changes)
        return again

    def get(self, number: int | None) -> Try | None:
        """An attempt, while it is kept."""
        return self._by_id.get(number) if number is not None else None

    def recent(self) -> list[Try]:
        """The latest attempts, newest first; of a repeated attempt, the latest."""
        found: dict[tuple[object, ...], Try] = {}
        for known in reversed(self._by_id.values()):
            attempt = known.attempt
            found.setdefault((attempt.text, attempt.after, attempt.language, attempt.hub, attempt.on), known)
        return list(found.values())[:MOST_SHOWN]


def _changes(known: Try, reply: Reply, understood: Explanation | None) -> Iterator[AttemptChange]:
    old = [*_parts(known.outcome.reply), *_reasons(known.understood)]
    new = [*_parts(reply), *_reasons(understood)]
    before, after = dict(old), dict(new)
    for part in dict.fromkeys([*before, *after]):
        was, is_now = before.get(part, ""), after.get(part, "")
        if was != is_now:
            yield AttemptChange(part, marked((was,) if was else (), (is_now,) if is_now else ()))


def _parts(reply: Reply) -> Iterator[tuple[str, str]]:
    """What an adviser sees of a reply."""
    yield "Réponse", "\n\n".join(reply.paragraphs)
    yield "À noter", "\n".join(reply.notices)
    yield "Liens", "\n".join(f"{link.title} → {link.url}" for link in reply.all_links)
    yield "Choix proposés", "\n".join(choice.title for choice in reply.choices)
    yield "Sources", "\n".join(reply.sources)


def _reasons(understood: Explanation | None) -> Iterator[tuple[str, str]]:
    """What an answer rests on."""
    if understood is None:
        return
    yield "Question comprise", understood.title or understood.intent
    yield "Faits retenus", "\n".join(f"{known.name} : {known.value}" for known in understood.known)
    rows = [decision.cited.row.id for answer in understood.answers for decision in answer.decisions if decision.cited]
    yield "Lignes qui décident", "\n".join(rows)
