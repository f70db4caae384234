"""What the double's people do reaches the bot as Telegram brings it."""

from __future__ import annotations

import asyncio

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.error import Forbidden

from tests.doubles.telegram import Double
from tests.doubles.telegram.kinds import contents
from tests.doubles.telegram.update_kinds import updates
from tests.support.tables import each_row

pytestmark = pytest.mark.thorough

_SOMEONE = {"id": 1, "is_bot": False, "first_name": "Camille"}
_CHAT = {"id": 1, "type": "private", "first_name": "Camille"}
MESSAGE_KINDS = sorted(contents(_SOMEONE, _SOMEONE, _CHAT))
UPDATE_KINDS = sorted(updates(_SOMEONE, _CHAT, _SOMEONE))
# Not fields of a message: what the double calls a variety of a kind, and what does not exist.
_FIELD = {
    "document_with_caption": "document",
    "live_location": "location",
    "media_group": "media_group_id",
    "photo_with_caption": "caption",
    "quiz": "poll",
} | dict.fromkeys(("forwarded", "forwarded_hidden", "forwarded_group", "forwarded_channel"), "forward_origin")


@each_row("kind", MESSAGE_KINDS)
def test_a_message_of_each_kind_reaches_the_bot(kind: str) -> None:
    people = Double()
    people.private().sends(kind)
    [waiting] = people.world.updates.waiting()
    update = Update.de_json(waiting.json, None)
    assert update.message is not None
    if kind == "unknown":
        assert update.message.api_kwargs == {"hologram": {"colour": "blue"}}
    else:
        assert getattr(update.message, _FIELD.get(kind, kind))
        assert not update.message.api_kwargs


@each_row("kind", UPDATE_KINDS)
def test_an_update_of_each_kind_reaches_a_bot(kind: str) -> None:
    people = Double()
    people.private().updates(kind, forced=True)
    [waiting] = people.world.updates.waiting()
    update = Update.de_json(waiting.json, None)
    if kind == "unknown":
        assert "hologram" in update.api_kwargs
    else:
        assert getattr(update, kind)
        assert not update.api_kwargs


def test_every_kind_that_the_library_knows_is_there() -> None:
    assert set(Update.ALL_TYPES) | {"unknown"} == set(UPDATE_KINDS)


def test_commands_and_mentions_are_marked(double: Double) -> None:
    camille = double.private()
    camille.starts("dep-40_ccp1")
    camille.writes("👍 @aiguilleur_bot /aide@aiguilleur_bot")
    start, other = (Update.de_json(waiting.json, None) for waiting in double.world.updates.waiting())
    assert start.message.text == "/start dep-40_ccp1"
    assert list(start.message.parse_entities().values()) == ["/start"]
    assert {e.type: text for e, text in other.message.parse_entities().items()} == {
        "mention": "@aiguilleur_bot",
        "bot_command": "/aide@aiguilleur_bot",
    }


async def test_an_edit_comes_with_the_same_message(double: Double, bot: Bot) -> None:
    camille = double.private()
    asked = camille.writes("Landse")
    camille.edits(asked, "Landes")
    first, second = await bot.get_updates()
    assert first.message.message_id == second.edited_message.message_id == asked
    assert second.edited_message.text == "Landes"
    assert second.edited_message.edit_date


async def test_the_bot_may_write_to_someone_once_they_have_written(double: Double, bot: Bot) -> None:
    camille = double.private(standing="unknown")
    camille.starts()
    await bot.send_message(camille.id, "Bonjour")
    assert camille.last.text == "Bonjour"


async def test_cards_are_asked_for_in_any_chat(double: Double, bot: Bot) -> None:
    asking = asyncio.create_task(double.private().asking_inline("landes"))
    [update] = await bot.get_updates(timeout=5)
    content = InputTextMessageContent("<b>La Mêlée</b>", "HTML")
    await update.inline_query.answer([InlineQueryResultArticle("1", "Landes", content)])
    [card] = await asking
    assert (card["title"], card["message"]["text"]) == ("Landes", "La Mêlée")


async def test_a_bot_that_is_blocked_learns_of_it_and_may_not_write(double: Double, bot: Bot) -> None:
    camille = double.private()
    camille.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(camille.id, "Bonjour")
    camille.unblocks()
    await bot.send_message(camille.id, "Bonjour")
    states = [update.my_chat_member.new_chat_member.status for update in await bot.get_updates()]
    assert states == ["kicked", "member"]


async def test_in_a_group_the_bot_sees_only_what_is_for_it(double: Double, bot: Bot) -> None:
    group, camille, dominique = double.group(), double.user(), double.user()
    group.adds_bot(by=camille)
    group.writes(camille, "Quelqu'un sait pour les Landes ?")
    group.sends(camille, "photo")
    group.writes(camille, "/aide@autre_bot")
    group.writes(camille, "@aiguilleur_bot et les Landes ?")
    group.writes(dominique, "/aide")
    sent = await bot.send_message(group.id, "Oui")
    group.writes(dominique, "Et la Charente ?", reply_to=sent.message_id)
    group.removes_bot(by=camille)
    group.writes(camille, "@aiguilleur_bot es-tu là ?")
    seen = [update.message.text for update in await bot.get_updates() if update.message]
    assert seen == [None, "@aiguilleur_bot et les Landes ?", "/aide", "Et la Charente ?"]
    group.state.privacy = False
    group.adds_bot(by=camille)
    group.writes(camille, "Bonjour à tous")
    assert (await bot.get_updates())[-1].message.text == "Bonjour à tous"


async def test_in_a_group_anybody_presses(double: Double, bot: Bot) -> None:
    group, camille, dominique = double.supergroup(), double.user(), double.user()
    group.writes(camille, "/aide")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="o")]])
    await bot.send_message(group.id, "Oui ?", reply_markup=keyboard)
    group.presses(dominique, group.last, "Oui")
    assert (await bot.get_updates())[-1].callback_query.from_user.id == dominique.id


async def test_a_channel_posts_without_an_author(double: Double, bot: Bot) -> None:
    channel = double.channel(administrator=True)
    post = channel.writes(None, "Nouvelle session")
    channel.edits(None, post, "Nouvelle session en mai")
    first, second = await bot.get_updates()
    assert first.channel_post.from_user is None
    assert second.edited_channel_post.text == "Nouvelle session en mai"
    await bot.send_message(channel.id, "Bonjour")
    assert channel.last.text == "Bonjour"


async def test_messages_are_counted_for_all_private_chats_and_for_each_supergroup(double: Double, bot: Bot) -> None:
    camille, dominique, team = double.private(), double.private(), double.supergroup()
    sent = [(await bot.send_message(chat.id, "Bonjour")).message_id for chat in (camille, dominique, team)]
    assert sent == [101, 102, 101]


async def test_answers_are_found_by_their_question(double: Double, bot: Bot) -> None:
    camille = double.private()
    first = camille.writes("Un ?")
    await bot.send_message(camille.id, "Un.")
    await bot.send_message(camille.id, "Suite.")
    second = camille.writes("Deux ?")
    await bot.send_message(camille.id, "Deux.")
    await bot.send_message(camille.id, "Un, encore.", reply_parameters={"message_id": first})
    assert [m.text for m in camille.answers_to(first)] == ["Un.", "Suite.", "Un, encore."]
    assert [m.text for m in camille.answers_to(second)] == ["Deux."]
    assert [m.text for m in await camille.expecting(2)] == ["Un.", "Suite."]
    assert [m.text for m in camille.expect(1)] == ["Deux."]


def test_waiting_in_vain_says_what_is_shown_instead(double: Double) -> None:
    with pytest.raises(AssertionError, match=r"it shows \[\]"):
        double.private().expect(1, seconds=0.05)
