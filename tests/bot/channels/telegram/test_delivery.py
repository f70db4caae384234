"""An answer is put in the place of another, whatever their lengths and whatever was cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.rendering import MessagePart, render
from bot.messages import Choice, Reply
from bot.process.settings import Settings
from bot.storage.stores import Stores
from bot.storage.update_queue import IncomingUpdate
from tests.doubles.telegram import Double, Drops, Message, Person

UPDATE = 41
SHORT = Reply("fr", ("Une ligne.",), choices=(Choice("c_aaaaaaaaaa", "Oui"),))
LONG = Reply("fr", ("un " * 1300, "deux " * 800, "trois " * 660), choices=(Choice("c_aaaaaaaaaa", "Oui"),))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = Stores.open(Settings(data=tmp_path))
    yield opened
    opened.close()


@pytest.fixture
async def delivery(bot: Bot, stores: Stores) -> Delivery:
    """The delivery of answers to an update that is claimed."""
    await stores.update_queue.put([IncomingUpdate(UPDATE, "queue", b"{}")])
    while not await stores.update_queue.claim(1):
        pass
    return Delivery(bot, stores.update_queue)


@pytest.fixture
def camille(double: Double) -> Person:
    return double.private()


def _texts(shown: list[Message]) -> list[str]:
    return [message.text.split()[0] for message in shown]


async def _sent(delivery: Delivery, camille: Person, reply: Reply) -> list[int]:
    return await delivery.send(UPDATE, ChatTarget(camille.id), render(reply))


async def test_an_answer_becomes_a_longer_one_and_a_shorter_one_after_a_broken_connection(
    double: Double, delivery: Delivery, camille: Person
) -> None:
    before = await _sent(delivery, camille, SHORT)
    after = await delivery.replace(UPDATE, ChatTarget(camille.id), render(LONG), before)
    assert after[:1] == before
    assert [message.id for message in camille.shown] == after
    assert [message.titles for message in camille.shown] == [[], [], ["Oui"]]
    double.fail("deleteMessage", Drops(after=True))
    with pytest.raises(NetworkError):
        await delivery.replace(UPDATE, ChatTarget(camille.id), render(SHORT), after)
    assert await delivery.replace(UPDATE, ChatTarget(camille.id), render(SHORT), after) == before
    assert [(message.text, message.titles) for message in camille.shown] == [("Une ligne.", ["Oui"])]


async def test_parts_sent_before_an_interruption_are_not_sent_again(
    double: Double, delivery: Delivery, camille: Person, stores: Stores
) -> None:
    before = await _sent(delivery, camille, SHORT)
    parts = render(LONG)
    double.fail("sendMessage", Drops(), let_pass=1)
    with pytest.raises(NetworkError):
        await delivery.replace(UPDATE, ChatTarget(camille.id), parts, before)
    # As a process finds it that goes on after the other one died.
    await stores.update_queue.release_all()
    [again] = await stores.update_queue.claim(1)
    sent = await delivery.replace(UPDATE, ChatTarget(camille.id), parts, before, again.sent)
    assert sent[:2] == list(again.sent)
    assert [message.id for message in camille.shown] == sent
    sending = double.calls("sendMessage", camille.id)
    assert await delivery.replace(UPDATE, ChatTarget(camille.id), parts, before, sent) == sent
    assert double.calls("sendMessage", camille.id) == sending, "all parts were sent"
    assert _texts(camille.shown) == ["un", "deux", "trois"]


async def test_answer_with_a_deleted_message_is_sent_anew(double: Double, delivery: Delivery, camille: Person) -> None:
    before = await _sent(delivery, camille, LONG)
    double.world.change(camille.message(before[1]), deleted=True)
    other = (MessagePart("Un."), MessagePart("Deux."), MessagePart("Trois."))
    after = await delivery.replace(UPDATE, ChatTarget(camille.id), other, before)
    assert not set(after) & set(before)
    assert [message.text for message in camille.shown] == ["Un.", "Deux.", "Trois."]
