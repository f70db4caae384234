"""Telegram may deliver an update more than once, and over several connections in any order."""

from __future__ import annotations

from tests.bot.channels.telegram.reliability.counting import all_answered, asks, promise_kept, written
from tests.bot.channels.telegram.reliability.deployment import CLAIMS
from tests.support.server import until


def test_an_update_delivered_again_after_its_answer_is_not_answered_again(deployment):
    double = deployment.double
    asked, update = written(double.private())
    for _ in range(3):
        assert double.post(update)[0].accepted
        all_answered(double, [asked])
        deployment.settled()
    promise_kept([asked])


def test_an_update_delivered_again_while_it_is_handled_is_answered_once(deployment):
    double = deployment.double
    asked, update = written(double.private())
    with deployment.holding_conversation(asked.chat.id):
        double.post(update)
        until(deployment.claimed)
        assert all(delivery.accepted for delivery in double.post(*[update] * 10))
        assert asked.answers == []
    all_answered(double, [asked])
    deployment.settled()
    promise_kept([asked])


def test_messages_that_arrive_in_disorder_are_answered_in_order(deployment):
    double = deployment.double
    chats = [double.private() for _ in range(5)]
    three_each = [[written(chat, number) for number in range(3)] for chat in chats]
    # Nothing is claimed before all have arrived: how long one that is ahead waits is tested with the inbox.
    with deployment.holding(f"SELECT pg_advisory_xact_lock({CLAIMS})"):
        for three in three_each:
            for _, update in reversed(three):
                assert double.post(update)[0].accepted
    asked = [question for three in three_each for question, _ in three]
    all_answered(double, asked)
    deployment.settled()
    promise_kept(asked)


def test_a_message_that_arrives_long_after_the_next_one_is_answered_too(deployment):
    double = deployment.double
    chat = double.private()
    first = asks(chat)
    all_answered(double, [first])
    (late, late_update), (next_one, next_update) = written(chat, 1), written(chat, 2)
    double.post(next_update)
    all_answered(double, [next_one])
    double.post(late_update)
    all_answered(double, [late])
    deployment.settled()
    assert late.answers[0].id > next_one.answers[0].id
    promise_kept([first, next_one])
    promise_kept([late])
