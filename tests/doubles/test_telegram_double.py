"""The double refuses what the Bot API refuses, and its people do what people do. The client is the real one."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
)

from tests.doubles.telegram import Double
from tests.doubles.telegram.kinds import contents, updates
from tests.support.tables import each_row

_SOMEONE = {"id": 1, "is_bot": False, "first_name": "Camille"}
_CHAT = {"id": 1, "type": "private", "first_name": "Camille"}
_VARIETIES = {"document_with_caption": "document", "live_location": "location", "photo_with_caption": "caption"} | (
    dict.fromkeys(("forwarded", "forwarded_hidden", "forwarded_channel"), "forward_origin")
)
LONG = "x" * 4097


def button(title: str = "Oui", **action: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(title, **(action or {"callback_data": "o"}))


def card(identifier: str = "1", text: str = "<b>ENSC</b>", title: str = "Charente") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(identifier, title, InputTextMessageContent(text, "HTML"))


# What the bot says


async def test_another_token_another_method_and_a_mistyped_parameter_are_refused(double: Double, bot: Bot) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:other", base_url=f"{double.url}/bot").get_me()
    assert httpx.post(f"{double.url}/bot{double.token}/sendHologram").status_code == 404
    with pytest.raises(BadRequest, match='no parameter "txt"'):
        await bot.send_message(double.private().id, "Bonjour", api_kwargs={"txt": "Bonjour"})


@each_row(
    ("text", "reason"),
    [
        ("<b>Oui", 'can\'t find end tag corresponding to start tag "b"'),
        ("<p>Oui</p>", "unsupported start tag at byte offset 0"),
        ("é <br>", "unsupported start tag at byte offset 3"),
        ("moins de 3 < 4", "unsupported start tag at byte offset 11"),
        ("<b>Oui</i>", 'unmatched end tag "i" at byte offset 6'),
        ("Oui</b>", 'unmatched end tag "b" at byte offset 3'),
        ("<b>Oui</b", "unsupported start tag at byte offset 6"),
        ("<a href='https://a.fr'>Oui</a>", "unsupported start tag"),
        (LONG, "message is too long"),
        ("👍" * 2048 + "x", "message is too long"),
        (" \n", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
    ],
)
async def test_a_text_that_telegram_does_not_take_is_refused(double: Double, bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(double.private().id, text, parse_mode="HTML")


async def test_markup_is_read_into_entities_counted_in_utf_16(double: Double, bot: Bot) -> None:
    camille = double.private()
    source = (
        " 👍🏽 <b>un <i>deux</i></b> &lt;&amp;&gt;&quot;&nbsp;& "
        '<a href="https://a.fr/?x=1&amp;y">lien</a> <a href="la">page</a> <blockquote expandable>cité</blockquote>'
    )
    message = await bot.send_message(camille.id, source, parse_mode="HTML")
    spans = {entity.type: message.parse_entity(entity) for entity in message.entities}
    assert message.text == '👍🏽 un deux <&>"&nbsp;& lien page cité'
    assert spans == {"bold": "un deux", "italic": "deux", "text_link": "lien", "expandable_blockquote": "cité"}
    assert {entity.url for entity in message.entities if entity.url} == {"https://a.fr/?x=1&y"}
    await bot.send_message(camille.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(camille.id, "3 < 4 &amp;")
    assert camille.last.text == "3 < 4 &amp;"


@each_row(
    ("rows", "reason"),
    [
        ([[button(callback_data="é" * 32 + "x")]], "Button_data_invalid"),
        ([[button(callback_data="")]], "Button_data_invalid"),
        ([[InlineKeyboardButton("Oui")]], "0 actions"),
        ([[button(callback_data="o", url="https://a.fr")]], "2 actions"),
        ([[button(" ")]], "the text is empty"),
        ([[button(url="ftp://a.fr")]], "(?i)wrong http url"),
        ([[button(url="http://localhost")]], "(?i)wrong http url"),
        ([[button()] * 9], "Reply markup is too long"),
        ([[button()]] * 101, "Reply markup is too long"),
    ],
)
async def test_a_keyboard_that_telegram_does_not_show_is_refused(
    double: Double, bot: Bot, rows: list[list[InlineKeyboardButton]], reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(double.private().id, "Oui ?", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_bot_writes_only_where_and_as_it_may(double: Double, bot: Bot) -> None:
    camille, group, forum = double.private(), double.group(), double.supergroup(topics={7})
    camille.blocks()
    group.removes_bot(by=camille.user)
    for chat, reason in ((camille, "bot was blocked by the user"), (group, "bot was kicked from the group chat")):
        with pytest.raises(Forbidden, match=reason):
            await bot.send_message(chat.id, "Bonjour")
    camille.unblocks()
    asked = camille.writes("Bonjour")
    assert (await bot.send_message(camille.id, "Oui", reply_parameters=ReplyParameters(asked))).reply_to_message
    moved = double.group()
    new = moved.becomes_supergroup()
    with pytest.raises(ChatMigrated) as migrated:
        await bot.send_message(moved.id, "Bonjour")
    assert migrated.value.new_chat_id == new.id
    for chat, more, reason in (
        (17, {}, "Chat not found"),
        (camille.id, {"reply_parameters": ReplyParameters(999)}, "Message to be replied not found"),
        (forum.id, {"message_thread_id": 8}, "Message thread not found"),
    ):
        with pytest.raises(BadRequest, match=reason):
            await bot.send_message(chat, "Oui", **more)


async def test_only_changes_of_what_the_bot_wrote_and_is_still_there_are_taken(double: Double, bot: Bot) -> None:
    camille, keyboard = double.private(), InlineKeyboardMarkup([[button()]])
    asked = camille.writes("Bonjour")
    message = await bot.send_message(camille.id, "<b>Un</b>", parse_mode="HTML", reply_markup=keyboard)
    for same in (
        message.edit_text("<b>Un</b>", parse_mode="HTML", reply_markup=keyboard),
        message.edit_reply_markup(keyboard),
    ):
        with pytest.raises(BadRequest, match="Message is not modified"):
            await same
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Bonsoir", camille.id, asked)
    await message.edit_text("Deux", reply_markup=keyboard)
    await message.edit_reply_markup(None)
    [shown] = camille.shown
    assert (shown.text, shown.titles, shown.edits) == ("Deux", [], 2)
    await message.delete()
    assert camille.shown == []
    for gone, reason in ((message.edit_text("Trois"), "edit"), (message.delete(), "delete")):
        with pytest.raises(BadRequest, match=f"Message to {reason} not found"):
            await gone


async def test_a_press_is_answered_once_and_shortly(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Oui ?", reply_markup=InlineKeyboardMarkup([[button()]]))
    with pytest.raises(LookupError, match="no button"):
        camille.presses(camille.last, "Non")
    pressed = camille.presses(camille.last, "Oui")
    [update] = await bot.get_updates()
    with pytest.raises(BadRequest, match="Message_too_long"):
        await update.callback_query.answer("x" * 201)
    await update.callback_query.answer("x" * 200)
    assert double.answer(pressed) == {"text": "x" * 200}
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()


@each_row(
    ("results", "more", "reason"),
    [
        ([card(str(number)) for number in range(51)], {}, "Results_too_much"),
        ([card(), card()], {}, "Result_id_duplicate"),
        ([card("é" * 33)], {}, "Result_id_invalid"),
        ([card(title="")], {}, "Article_title_empty"),
        ([card(text="<p>x</p>")], {}, "unsupported start tag"),
        ([card(text=LONG)], {}, "Message is too long"),
        ([InlineQueryResultPhoto("1", "https://a.fr/x.png", "https://a.fr/x.png")], {}, "parameters"),
        ([], {"button": InlineQueryResultsButton("Ouvrir", start_parameter="à dax")}, "Start_param_invalid"),
    ],
)
async def test_cards_that_telegram_does_not_show_are_refused(
    double: Double, bot: Bot, results: list[InlineQueryResultArticle], more: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.answer_inline_query(double.private().types_inline("landes"), results, **more)


@each_row(
    ("commands", "language", "reason"),
    [
        ([("département", "Aide")], None, "Bot_command_invalid"),
        ([("x" * 33, "Aide")], None, "Bot_command_invalid"),
        ([("aide", "x" * 257)], None, "Bot_command_description_invalid"),
        ([("aide", "Aide"), ("aide", "Aide")], None, "given twice"),
        ([("aide", "Aide")], "fr-FR", "Invalid language code"),
    ],
)
async def test_commands_that_telegram_does_not_list_are_refused(
    bot: Bot, commands: list[tuple[str, str]], language: str | None, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_my_commands(commands, language_code=language)


async def test_descriptions_are_kept_within_their_lengths(double: Double, bot: Bot) -> None:
    await bot.set_my_description("d" * 512, "fr")
    assert double.world.settings.descriptions == {"fr": "d" * 512}
    for refused in (bot.set_my_description("d" * 513), bot.set_my_short_description("s" * 121)):
        with pytest.raises(BadRequest, match=r"(?i)too_long"):
            await refused


# What its people do


def test_what_people_send_and_cause_is_as_the_library_reads_it() -> None:
    person = Double().private()
    for send, kinds in (
        (person.sends, contents(_SOMEONE, _SOMEONE, _CHAT)),
        (person.updates, updates(_SOMEONE, _CHAT, _SOMEONE)),
    ):
        for kind in sorted(kinds):
            send(kind)
            update = Update.de_json(person.double.world.updates.waiting()[-1].json, None)
            read = update.message if send == person.sends else update
            assert bool(read.api_kwargs) == (kind == "unknown"), kind
            assert kind == "unknown" or getattr(read, _VARIETIES.get(kind, kind)), kind


async def test_in_a_group_the_bot_sees_only_what_is_for_it(double: Double, bot: Bot) -> None:
    group, camille, dominique = double.group(), double.user(), double.user()
    group.adds_bot(by=camille)
    group.writes(camille, "Quelqu'un sait pour les Landes ?")
    group.sends(camille, "photo")
    group.writes(camille, "/aide@autre_bot")
    group.writes(camille, "👍 @aiguilleur_bot et les Landes ?")
    group.writes(dominique, "/aide@aiguilleur_bot")
    sent = await bot.send_message(group.id, "Oui")
    group.writes(dominique, "Et la Charente ?", reply_to=sent.message_id)
    group.removes_bot(by=camille)
    group.writes(camille, "@aiguilleur_bot es-tu là ?")
    seen = [update.message for update in await bot.get_updates() if update.message]
    texts = [None, "👍 @aiguilleur_bot et les Landes ?", "/aide@aiguilleur_bot", "Et la Charente ?"]
    assert [message.text for message in seen] == texts
    marked = [list(message.parse_entities().values()) for message in seen]
    assert marked == [[], ["@aiguilleur_bot"], ["/aide@aiguilleur_bot"], []]


# How updates come


async def _polled(double: Double) -> None:
    await asyncio.to_thread(double.wait, lambda: double.world.updates.polled, "a long poll")


async def test_an_update_comes_until_the_offset_confirms_it(double: Double, bot: Bot) -> None:
    camille = double.private()
    polling = asyncio.create_task(bot.get_updates(timeout=30, allowed_updates=["message"]))
    await _polled(double)
    asked = camille.writes("Un")
    [first] = await polling
    camille.edits(asked, "Deux, que personne n'a demandé")
    camille.writes("Trois")
    _, third = await bot.get_updates()
    assert await bot.get_updates(offset=third.update_id) == (third,)
    assert await bot.get_updates(offset=third.update_id + 1) == ()
    double.deliver(first.to_dict(), first.to_dict())
    assert [update.update_id for update in await bot.get_updates()] == [first.update_id] * 2
