"""Whoever writes very much waits for their answers, and nobody else does; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain

LONG = "Bonjour, je voudrais savoir une chose. " * 30 + "Qui contacter pour le titre complet dans les Landes ?"


@pytest.fixture
def frugal(tmp_path: Path, models: Path) -> Iterator[Running]:
    """A server that reads 2,000 characters of each person at once, then 100 a second."""
    running = Running(tmp_path, models, RATE_CHARACTERS="6000")
    try:
        running.wait_until_ready()
        yield running
        assert running.failures() == set()
    finally:
        running.stop()


def test_who_writes_very_much_is_answered_later_and_nobody_else_waits(frugal: Running) -> None:
    camille, dominique = frugal.double.private(language="fr"), frugal.double.private(language="fr")
    asked = [camille.writes(LONG) for _ in range(2)]
    dominique.writes(LONG)
    answers = frugal.hear(camille)
    assert [answer.reply_to for answer in answers] == asked, "both, in order"
    [other] = frugal.hear(dominique)
    assert "La Mêlée" in plain(other)
    first, second = frugal.double.calls("sendMessage", camille.id)
    assert second.at - first.at > 2, "put off"
    assert frugal.double.calls("sendMessage", dominique.id)[0].at < second.at
    assert 'aiguilleur_telegram_updates_total{outcome="slowed"}' in frugal.figures()


def test_a_person_has_one_budget_for_all_chats(frugal: Running) -> None:
    camille, group = frugal.double.private(language="fr"), frugal.double.supergroup(privacy=False)
    camille.writes(LONG)
    frugal.quiet()
    group.writes(camille.user, f"@aiguilleur_bot {LONG}")
    assert len(frugal.hear(group)) == 1
    [own], [shared] = (frugal.double.calls("sendMessage", chat.id) for chat in (camille, group))
    assert shared.at - own.at > 2
