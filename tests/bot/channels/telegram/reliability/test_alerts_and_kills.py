"""Alerts of two processes that are killed while they announce and send: each subscriber is written to once."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import Any

from bot.process.settings import load_settings
from bot.storage.identifiers import Identifiers
from tests.bot.channels.telegram.reliability.deployment import Deployment
from tests.doubles.telegram import Person, Slow
from tests.support.server import until

SUBSCRIBERS, KILLS = 40, 6
CHANGE = "2026-11-27-mon-parcours"
TITLE = "Mon parcours, étape par étape"


def subscribe(deployment: Deployment, people: list[Person]) -> None:
    """Everybody subscribes, as if long ago."""
    identifiers = Identifiers.of(load_settings().copy(update={"data": deployment.data}))
    rows = ", ".join(
        f"({person.id}, '{identifiers.conversation('telegram', str(person.id)).id}', '[\"40\"]', 'fr', now(), now())"
        for person in people
    )
    deployment.change(f"INSERT INTO subscriptions VALUES {rows}")  # noqa: S608


def alerts(person: Person) -> list[Any]:
    return [message for message in person.shown if TITLE in message.text]


def test_processes_killed_while_they_alert_write_to_each_subscriber_once(deployment: Deployment) -> None:
    double, order = deployment.double, random.Random(20261130)  # noqa: S311
    people = [double.private() for _ in range(SUBSCRIBERS)]
    subscribe(deployment, people)
    until(lambda: deployment.query(f"SELECT 1 FROM announced WHERE change = '{CHANGE}'"), 60)  # noqa: S608
    double.fail("sendMessage", Slow(0.5), times=10_000)
    deployment.change(f"DELETE FROM announced WHERE change = '{CHANGE}'")  # noqa: S608
    # New processes find it unannounced, both at once.
    deployment.kill_workers()
    unknown: set[int] = set()
    until(lambda: any(alerts(person) for person in people), 60)
    for _ in range(KILLS):
        until(deployment.server.workers)
        os.kill(order.choice(deployment.server.workers()), signal.SIGKILL)
        time.sleep(0.3)
        noted = deployment.noted_alerts()
        unknown |= {person.id for person in people if len(alerts(person)) > noted.get(person.id, len(alerts(person)))}
        time.sleep(order.uniform(0.2, 0.8))
    double.faults.clear()
    until(lambda: all(alerts(person) for person in people), 120, "every alert")
    deployment.settled(120)
    twice = {person.id for person in people if len(alerts(person)) > 1}
    assert twice <= unknown, "taken, and not noted, at a kill"
    deployment.change("DELETE FROM subscriptions")


def subscribed(deployment: Deployment, person: Person) -> bool:
    return bool(deployment.query(f"SELECT 1 FROM subscriptions WHERE chat = {person.id}"))  # noqa: S608


def test_a_yes_is_understood_by_processes_that_did_not_ask_and_a_kill_makes_no_other_answer(
    deployment: Deployment,
) -> None:
    person = deployment.double.private(language="fr")
    person.writes("/alertes")
    deployment.settled()
    deployment.kill_workers()
    before = len(person.shown)
    deployment.double.fail("sendMessage", Slow(5), chat=person)
    person.writes("oui")
    until(lambda: subscribed(deployment, person), 60)
    deployment.kill_workers()  # before the answer is noted
    deployment.settled(120)
    answers = [message.text for message in person.shown[before:] if message.sender == deployment.double.world.bot]
    assert answers
    assert all(answer.startswith("C’est noté") for answer in answers)
    assert subscribed(deployment, person)
    deployment.change("DELETE FROM subscriptions")
