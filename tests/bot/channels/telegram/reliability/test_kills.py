"""Processes killed at each step between the receipt of an update and its end, and at any time under load."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import ExitStack

from tests.bot.channels.telegram.reliability.counting import Asked, all_answered, asks, promise_kept, written
from tests.bot.channels.telegram.reliability.deployment import CLAIMS
from tests.doubles.telegram import Silent, Slow
from tests.support.server import until

CHATS, MESSAGES, KILLS = 10, 12, 20

_HELD = """
    SELECT id FROM inbox WHERE done IS NULL AND convert_from(payload, 'UTF8')::json #>> '{{message,chat,id}}' = '{}'
"""
_PUT = "INSERT INTO inbox (id, sent, attempts, received, due) VALUES ({}, '[]', 0, now(), now())"
_NOTING = """
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO deliveries%'
"""
_PUTTING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO inbox%'
"""


def test_processes_killed_at_each_step_leave_nothing_unanswered(deployment):
    double = deployment.double
    choosing, editing, replacing, erasing, waits, unsent, taken, unnoted, undone, unwritten, unclaimed, unreceived = (
        double.private() for _ in range(12)
    )
    choice = Asked(choosing, choosing.writes("bonjour"), "Pour quelle formation", messages=2)
    erasure = Asked(erasing, erasing.writes("/oublier"), "EFF-", messages=2)
    edited, replaced = asks(editing), asks(replacing)
    [offered], [confirms], _, [gone] = (chat.expect(1, 30) for chat in (choosing, erasing, editing, replacing))
    deployment.settled()
    double.world.change(gone, deleted=True)

    corrected = "quel organisme pour le titre complet en Gironde ?"
    with ExitStack() as held:
        held.enter_context(deployment.holding_conversation(waits.id))
        asked = {waits: asks(waits)}

        # Telegram says nothing of an answer that it did not take, or took.
        for chat, method, fault in (
            (choosing, "sendMessage", Silent()),
            (erasing, "sendMessage", Silent()),
            (editing, "editMessageText", Silent()),
            (unsent, "sendMessage", Silent()),
            (taken, "sendMessage", Silent(after=True)),
        ):
            double.fail(method, fault, chat=chat)
        choosing.presses(offered, "Comment s’inscrire")
        erasing.presses(confirms, confirms.titles[0])
        editing.edits(edited.message, corrected)
        asked |= {chat: asks(chat) for chat in (unsent, taken)}
        asked |= {choosing: choice, erasing: erasure, editing: Asked(editing, edited.message, "Gironde")}
        double.wait(lambda: not double.faults.left, "all requests under way", 30)

        # What was taken cannot be noted.
        double.fail("sendMessage", Slow(5), chat=unnoted)
        asked[unnoted] = asks(unnoted)
        double.wait(lambda: asked[unnoted].answers, "an answer under way", 30)
        [(update,)] = deployment.query(_HELD.format(unnoted.id))
        held.enter_context(deployment.holding(f"SELECT 1 FROM inbox WHERE id = {update} FOR UPDATE"))  # noqa: S608

        # From here on each lock stops what comes after it, too: the last steps first. Five seconds, or the waits fail.
        held.enter_context(deployment.holding("LOCK TABLE deliveries IN SHARE ROW EXCLUSIVE MODE"))
        asked[undone] = asks(undone)
        replacing.edits(replaced.message, corrected)
        asked[replacing] = Asked(replacing, replaced.message, "Gironde")
        both = [asked[undone], asked[replacing]]
        double.wait(lambda: all(question.answered for question in both), "answers that are noted but not done", 30)
        until(lambda: len(deployment.query(_NOTING)) == 2)
        held.enter_context(deployment.holding("LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE"))
        asked[unwritten] = asks(unwritten)
        until(lambda: deployment.claims(unwritten.id))
        held.enter_context(deployment.holding(f"SELECT pg_advisory_xact_lock({CLAIMS})"))
        asked[unclaimed] = asks(unclaimed)
        until(lambda: not double.world.updates.waiting())
        asked[unreceived], delivered = written(unreceived)
        held.enter_context(deployment.holding(_PUT.format(delivered["update_id"])))
        double.deliver(delivered)
        until(lambda: deployment.query(_PUTTING) == [(1,)])
        deployment.kill_workers()
    all_answered(double, list(asked.values()), 90)
    deployment.settled()
    for chat, question in asked.items():
        promise_kept([question], allowed=int(chat in (taken, unnoted)))


def test_processes_killed_at_any_time_under_load_leave_nothing_unanswered(deployment):
    double, order = deployment.double, random.Random(20240301)  # noqa: S311
    chats = [double.private() for _ in range(CHATS)]
    # Answers that stay under way for a moment, so that kills find some.
    double.fail("sendMessage", Slow(0.5), times=10_000)
    asked, unknown = [], Counter()
    for number in range(KILLS):
        if number < MESSAGES:
            asked += [asks(chat, number) for chat in chats]
        until(deployment.server.workers)
        os.kill(order.choice(deployment.server.workers()), signal.SIGKILL)
        # What the dead one had claimed stays as it is for some seconds: what was noted, and what Telegram has.
        time.sleep(0.3)
        noted = {(held.chat, held.message): held.noted for held in deployment.claimed()}
        for question in asked:
            if len(question.answers) > noted.get((question.chat.id, question.message), len(question.answers)):
                unknown[question.chat.id, question.message] += 1
        time.sleep(order.uniform(0.2, 0.8))
    double.faults.clear()
    all_answered(double, asked, 120)
    deployment.settled()
    assert deployment.server.events("update_taken_by_another_process") == []
    twice = {
        (question.chat.id, question.message): len(question.answers) - 1
        for question in asked
        if len(question.answers) > 1
    }
    assert all(unknown[message] >= surplus for message, surplus in twice.items()), "taken, and not noted, at a kill"
    promise_kept(asked, allowed=sum(twice.values()))
