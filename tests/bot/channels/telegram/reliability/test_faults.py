"""What Telegram refuses, slows down, answers late or not at all costs nobody else their answer, and nobody theirs."""

from __future__ import annotations

from tests.bot.channels.telegram.reliability.counting import all_answered, asks, promise_kept
from tests.doubles.telegram import BadGateway, Drops, Refuses
from tests.support.server import until


def test_a_chat_that_is_slowed_down_is_answered_later_and_holds_up_nobody(deployment):
    double = deployment.double
    slowed, others = double.private(), [double.private() for _ in range(3)]
    double.fail("sendMessage", code=429, retry_after=8, chat=slowed)
    asked = [asks(slowed)]
    double.wait(lambda: double.calls("sendMessage", slowed.id), "the refusal", 30)
    asked += [asks(chat) for chat in others]
    all_answered(double, asked)
    deployment.settled()
    refused, taken = double.calls("sendMessage", slowed.id)
    assert taken.at >= refused.at + 8, "Telegram says when"
    assert all(double.calls("sendMessage", chat.id)[0].at < taken.at for chat in others)
    promise_kept(asked)


def test_a_chat_that_telegram_does_not_know_or_that_muted_the_bot_is_left_alone_and_alerts_nobody(deployment):
    def counted(outcome):
        return deployment.server.metric(f'aiguilleur_telegram_updates_total{{outcome="{outcome}"}}')

    double = deployment.double
    chat = double.private()
    blocked, given_up = counted("blocked"), counted("given_up")
    double.fail("sendMessage", code=400, chat=chat, times=2)
    unknown = asks(chat)
    double.wait(lambda: len(double.calls("sendMessage", chat.id)) == 2, "the answer and an apology refused", 30)
    deployment.settled()
    assert len(double.calls("sendMessage", chat.id)) == 2, "nothing is tried again"
    until(lambda: counted("blocked") == blocked + 1)
    assert counted("given_up") == given_up
    after = asks(chat)
    all_answered(double, [after])
    deployment.settled()
    promise_kept([unknown, after], unreachable=1)


def test_an_apology_that_cannot_be_sent_yet_comes_later(deployment):
    double = deployment.double
    chat = double.private()
    double.fail("sendMessage", Drops(), chat=chat, let_pass=1)
    double.fail("sendMessage", code=400, description="Bad Request: can't parse entities", chat=chat, times=2)
    refused = asks(chat)
    [apology] = chat.expect(1, 30)
    deployment.settled()
    assert apology.text
    promise_kept([refused], unreachable=1)


def test_an_answer_that_failed_on_its_way_is_sent_again(deployment):
    double, asked = deployment.double, []
    for fault in (Refuses(500), BadGateway(), BadGateway(200), Drops()):
        chat = double.private()
        double.fail("sendMessage", fault, chat=chat)
        asked.append(asks(chat))
    all_answered(double, asked)
    deployment.settled()
    promise_kept(asked)


def test_an_answer_taken_unknown_to_us_is_the_one_that_comes_twice(deployment):
    double = deployment.double
    chat = double.private()
    double.fail("sendMessage", Drops(after=True), chat=chat)
    asked = asks(chat)
    double.wait(lambda: len(asked.answers) == 2, "the second", 30)
    deployment.settled()
    promise_kept([asked], allowed=1)


def test_while_telegram_is_away_answers_wait_for_it(deployment):
    double = deployment.double
    chats = [double.private() for _ in range(4)]
    for chat in chats:
        double.fail("*", Drops(), chat=chat, times=3)
    asked = [asks(chat, number) for number in range(2) for chat in chats]
    all_answered(double, asked)
    deployment.settled()
    promise_kept(asked)
