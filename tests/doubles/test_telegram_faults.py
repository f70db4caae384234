"""What goes wrong on request goes wrong for the real client."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from tests.doubles.telegram import Double, Drops, Silent, Slow

pytestmark = pytest.mark.thorough


async def test_bot_has_to_wait_as_often_as_planned(double: Double, bot: Bot) -> None:
    camille = double.private()
    double.fail("sendMessage", code=429, retry_after=3, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as raised:
            await bot.send_message(camille.id, "Bonjour")
        assert raised.value.retry_after == 3
    await bot.send_message(camille.id, "Bonjour")
    assert [message.text for message in camille.shown] == ["Bonjour"]


async def test_a_fault_may_concern_one_chat_and_one_method(double: Double, bot: Bot) -> None:
    camille, dominique = double.private(), double.private()
    double.fail("sendMessage", code=403, chat=camille)
    double.fail("editMessageText", code=400, description="Bad Request: MESSAGE_ID_INVALID")
    message = await bot.send_message(dominique.id, "Bonjour")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(camille.id, "Bonjour")
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await message.edit_text("Bonsoir")
    assert double.faults.left == 0


@pytest.mark.parametrize(("code", "error"), [(500, NetworkError), (502, NetworkError), (400, BadRequest)])
async def test_a_server_that_fails_did_nothing(double: Double, bot: Bot, code: int, error: type[Exception]) -> None:
    camille = double.private()
    double.fail("*", code=code)
    with pytest.raises(error):
        await bot.send_message(camille.id, "Bonjour")
    assert camille.shown == []
    assert [(call.code, call.accepted) for call in double.calls()][-1] == (code, False)


@pytest.mark.parametrize("after", [False, True])
async def test_an_answer_that_never_comes_says_nothing_of_what_was_done(double: Double, bot: Bot, after: bool) -> None:
    camille = double.private()
    double.fail("sendMessage", Silent(after))
    with pytest.raises(TimedOut):
        await bot.send_message(camille.id, "Bonjour", read_timeout=0.3)
    assert [message.text for message in camille.shown] == ["Bonjour"] * after
    [call] = double.calls("sendMessage")
    assert (call.code, call.accepted) == (None, after)


@pytest.mark.parametrize("after", [False, True])
async def test_a_connection_breaks_before_or_after_the_message_is_shown(double: Double, bot: Bot, after: bool) -> None:
    camille = double.private()
    double.fail("sendMessage", Drops(after))
    with pytest.raises(NetworkError):
        await bot.send_message(camille.id, "Bonjour")
    await bot.send_message(camille.id, "Encore")
    assert [message.text for message in camille.shown] == ["Bonjour"] * after + ["Encore"]


async def test_a_slow_answer_comes_in_the_end_and_holds_up_no_other(double: Double, bot: Bot) -> None:
    camille, dominique = double.private(), double.private()
    double.fail("sendMessage", Slow(0.5), chat=camille)
    with pytest.raises(TimedOut):
        await bot.send_message(camille.id, "Bonjour", read_timeout=0.1)
    await bot.send_message(dominique.id, "Bonjour")
    assert [message.text for message in camille.expect()] == ["Bonjour"]


async def test_calls_are_recorded_with_arguments_and_result(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Bonjour")
    with pytest.raises(BadRequest):
        await bot.send_message(camille.id, "x" * 5000)
    accepted, refused = double.calls("sendMessage", chat=camille.id)
    assert accepted.parameters["text"] == "Bonjour"
    assert accepted.result["message_id"] == camille.last.id
    assert (refused.code, refused.description) == (400, "Bad Request: message is too long")
    assert refused.at >= accepted.at
