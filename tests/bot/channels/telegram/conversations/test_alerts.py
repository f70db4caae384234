"""Alerts: asked for with consent, sent once when the department's programme changes, stopped at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Person
from tests.support.clone import Clone
from tests.support.tables import each_row

OFFER = "Être prévenu des changements"
YES, NO, AGAIN = "Oui, me prévenir", "Ne plus me prévenir", "Me prévenir de nouveau"

CHANGE = """
titre: {{fr: "{title}", en: "{title} in English"}}
texte: {{fr: "Ce qui est nouveau.", en: "What is new."}}
publie: 2026-11-28
territoires: {territories}
source: hubikoop-2024
"""


class Maintained:
    """A server whose maintainers publish changes."""

    def __init__(self, folder: Path, models: Path) -> None:
        self.clone = Clone(folder / "clone")
        self.running = Running(folder, models, root=self.clone.root)
        self._published = 0

    def publishes(self, title: str, *territories: str) -> None:
        """A change is published, and the server told so."""
        self._published += 1
        file = self.clone.root / "stories/changements" / f"2026-11-28-{self._published}.yml"
        file.write_text(CHANGE.format(title=title, territories=list(territories)), encoding="utf-8")
        done = self.running.server.command("reload")
        assert done.returncode == 0, done.stdout + done.stderr
        self.running.wait(
            lambda: self.running.rows("SELECT 1 FROM announced WHERE change = ?", file.stem), "the announcement"
        )


@pytest.fixture(scope="module")
def maintained(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Maintained]:
    started = Maintained(tmp_path_factory.mktemp("alerts"), models)
    try:
        started.running.wait_until_ready()
        yield started
        assert started.running.failures() == set()
    finally:
        started.running.stop()


def adviser(running: Running, department: str | None = None, *, subscribed: bool = True) -> Person:
    """Someone new to the bot, of a department, who asked for alerts."""
    person = running.double.private(language="fr")
    person.writes(f"/departement {department}" if department else "bonjour")
    person.writes("/alertes")
    [_, asked] = running.hear(person)
    if subscribed:
        person.presses(asked, YES)
        running.quiet()
    return person


def subscribed(running: Running, person: Person) -> bool:
    return bool(running.rows("SELECT 1 FROM subscriptions WHERE chat = ?", person.id))


def test_an_alert_goes_once_to_whoever_asked_for_it_where_it_holds(maintained: Maintained) -> None:
    running = maintained.running
    landes, creuse, nowhere = adviser(running, "40"), adviser(running, "23"), adviser(running)
    stranger = adviser(running, "40", subscribed=False)
    maintained.publishes("Un nouvel organisme", "40")
    [alert] = running.hear(landes)
    assert "Un nouvel organisme\nCe qui est nouveau." in plain(alert)
    assert alert.titles == [NO]
    assert alert.reply_to is None
    assert [running.hear(person) for person in (creuse, nowhere, stranger)] == [[], [], []]
    maintained.publishes("Pour tous")
    assert [len(running.hear(person)) for person in (landes, creuse, nowhere, stranger)] == [1, 1, 1, 0]


def test_an_alert_follows_who_moves_and_changes_language(maintained: Maintained) -> None:
    running = maintained.running
    person = adviser(running, "40")
    person.writes("/departement 29")
    person.writes("/langue en")
    running.hear(person)
    maintained.publishes("En Bretagne", "29")
    [alert] = running.hear(person)
    assert "En Bretagne in English" in plain(alert)


def test_whoever_stops_gets_none_any_more(maintained: Maintained) -> None:
    running = maintained.running
    presses, writes, forgets, blocks = people = [adviser(running, "40") for _ in range(4)]
    maintained.publishes("Avant")
    [alert], *others = [running.hear(person) for person in people]
    assert [len(alerts) for alerts in others] == [1, 1, 1]
    presses.presses(alert, NO)
    writes.writes("/stop")
    forgets.writes("/oublier")
    blocks.blocks()
    running.hear(writes)
    forgets.presses(running.hear(forgets)[-1], "Oui")
    running.hear(forgets)
    assert presses.message(alert.id).titles == [AGAIN]
    assert not any(subscribed(running, person) for person in people)
    presses.presses(alert.id, AGAIN)
    running.quiet()
    maintained.publishes("Après")
    assert [len(running.hear(person)) for person in people] == [1, 0, 0, 0], "who pressed again is told again"


@each_row(
    ("words", "telephone", "shown", "is_yes"),
    [
        ("d'accord", "fr", "C'est noté", True),
        ("yes", "en", "Noted", True),
        ("Non merci", "fr", "D'accord, je ne vous préviendrai pas.", False),
    ],
)
def test_a_typed_yes_or_no_answers_the_question_once(
    polling: Running, words: str, telephone: str, shown: str, is_yes: bool
) -> None:
    person = polling.double.private(language=telephone)
    person.writes("/departement 40")
    person.writes("/alertes")
    person.writes(words)
    noted = polling.hear(person)[-1]
    assert plain(noted).startswith(shown)
    assert subscribed(polling, person) == is_yes
    person.writes("oui")
    assert "je vous écrirai quand" not in plain(polling.hear(person)[-1]), "the question was answered already"
    assert subscribed(polling, person) == is_yes


@each_row("between", ["qui paie les modules ?", "oui, et qui paie les modules ?", "/reglages", "👍"])
def test_after_anything_else_the_question_is_put_no_more(polling: Running, between: str) -> None:
    person = adviser(polling, "40", subscribed=False)
    person.writes(between)
    [answer] = polling.hear(person)
    assert "je vous écrirai" not in plain(answer)
    person.writes("oui")
    polling.quiet()
    assert not subscribed(polling, person)


def test_the_offer_stands_under_the_settings_and_the_department(polling: Running) -> None:
    person = polling.double.private(language="fr")
    person.writes("/departement 40")
    for command in ("/departement", "/reglages"):
        person.writes(command)
        offer = polling.hear(person)[-1]
        person.presses(offer, OFFER)
        [asked] = polling.hear(person)
        assert "je garde le numéro de cette conversation Telegram" in plain(asked), "consent needs to know"
    person.presses(asked, YES)
    polling.quiet()
    assert person.message(asked.id).titles == [NO]
    person.writes("/reglages")
    [settings] = polling.hear(person)
    assert "• alertes : oui" in plain(settings)
    assert OFFER not in settings.titles
    person.writes("/confidentialite")
    assert "Pour vos alertes, je garde aussi le numéro de cette conversation" in plain(polling.hear(person)[-1])


def test_whoever_asks_what_is_kept_is_shown_the_alerts(polling: Running) -> None:
    stranger, subscriber = adviser(polling, "40", subscribed=False), adviser(polling, "40")
    for person, shown in ((stranger, False), (subscriber, True)):
        person.writes("que savez-vous de moi ?")
        told = "".join(map(plain, polling.hear(person)))
        assert ("pour la formation dans les Landes, je garde le numéro de cette conversation" in told) == shown


def test_alerts_are_for_private_chats(polling: Running) -> None:
    group, person = polling.double.supergroup(privacy=False), polling.double.user(language="fr")
    group.writes(person, "/alertes@aiguilleur_bot")
    assert plain(polling.hear(group)[0]).startswith("Je n'envoie d'alertes qu'en conversation privée.")
    group.writes(person, "/reglages@aiguilleur_bot")
    assert OFFER not in polling.hear(group)[0].titles
