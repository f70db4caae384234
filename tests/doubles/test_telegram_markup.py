"""The double refuses what the Bot API refuses, and its people do what people do. The client is the real one."""

from __future__ import annotations

import httpx
import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken
from telegram.ext import AIORateLimiter, ExtBot

from tests.doubles.telegram import Double

pytestmark = pytest.mark.thorough

Row = list[InlineKeyboardButton]


def button(title: str = "Oui", **action: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(title, **(action or {"callback_data": "o"}))


# Who asks


async def test_a_bot_learns_who_it_is(bot: Bot) -> None:
    assert (await bot.get_me()).username == "aiguilleur_bot"


async def test_another_token_is_refused(double: Double) -> None:
    with pytest.raises(InvalidToken):
        await Bot("1:other", base_url=f"{double.url}/bot").get_me()


def test_a_method_is_found_in_any_case_by_json_form_multipart_and_address(double: Double) -> None:
    camille = double.private()
    address = f"{double.url}/bot{double.token}/SENDmessage"
    arguments = {"chat_id": str(camille.id), "text": "Bonjour"}
    parts = {name: (None, value) for name, value in arguments.items()}
    for request in ({"json": arguments}, {"data": arguments}, {"files": parts}, {"params": arguments}):
        answer = httpx.post(address, **request)
        assert answer.json()["result"]["text"] == "Bonjour"
    assert httpx.get(address, params=arguments).json()["ok"]
    assert len(camille.shown) == 5


async def test_a_method_that_there_is_not_is_not_found(double: Double) -> None:
    assert httpx.post(f"{double.url}/bot{double.token}/sendHologram").status_code == 404
    assert [call.method for call in double.calls() if not call.accepted] == ["sendHologram"]


async def test_a_mistyped_parameter_is_refused(double: Double, bot: Bot) -> None:
    with pytest.raises(BadRequest, match='no parameter "txt"'):
        await bot.send_message(double.private().id, "Bonjour", api_kwargs={"txt": "Bonjour"})


# What a message may be


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<b>Oui", 'can\'t find end tag corresponding to start tag "b"'),
        ("<p>Oui</p>", 'unsupported start tag "p" at byte offset 0'),
        ("é <br>", 'unsupported start tag "br" at byte offset 3'),
        ("moins de 3 < 4", 'unsupported start tag "" at byte offset 11'),
        ("<b>Oui</i>", 'unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("Oui</b>", "unexpected end tag at byte offset 3"),
        ("<b>Oui</b", "unclosed end tag at byte offset 6"),
        ("<a href='https://a.fr", "unclosed start tag at byte offset 0"),
        ("<a href=https://a.fr>Oui</a>", "unexpected end of name token at byte offset 8"),
        ("<span>Oui</span>", 'tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>👍</tg-emoji>", "invalid custom emoji identifier specified"),
    ],
)
async def test_markup_that_telegram_does_not_read_is_refused(double: Double, bot: Bot, text: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(double.private().id, text, parse_mode="HTML")
    assert refused.value.message.lower() == f"can't parse entities: {reason}".lower()


async def test_markup_is_read_into_entities_counted_in_utf_16(double: Double, bot: Bot) -> None:
    camille = double.private()
    source = (
        "👍🏽 <b>un <i>deux</i></b> <u>t</u><s>q</s> &lt;&amp;&gt;&quot;&#233;&nbsp;& "
        '<a href="https://a.fr/?x=1&amp;y">lien</a> <code>c</code> '
        '<pre><code class="language-python">p</code></pre> <blockquote expandable>cité</blockquote> '
        "<span class='tg-spoiler'>caché</span>"
    )
    message = await bot.send_message(camille.id, source, parse_mode="HTML")
    spans = {entity.type: message.parse_entity(entity) for entity in message.entities}
    assert message.text == '👍🏽 un deux tq <&>"é&nbsp;& lien c p cité caché'
    assert spans == {
        "bold": "un deux",
        "italic": "deux",
        "underline": "t",
        "strikethrough": "q",
        "text_link": "lien",
        "code": "c",
        "pre": "p",
        "expandable_blockquote": "cité",
        "spoiler": "caché",
    }
    links = {entity.url for entity in message.entities if entity.url}
    assert links == {"https://a.fr/?x=1&y"}
    assert {entity.language for entity in message.entities if entity.language} == {"python"}
    assert camille.last.text == message.text


async def test_without_markup_a_text_is_taken_as_it_is(double: Double, bot: Bot) -> None:
    message = await bot.send_message(double.private().id, "3 < 4 &amp; voir https://a.fr/x. ou a@b.fr")
    assert message.text == "3 < 4 &amp; voir https://a.fr/x. ou a@b.fr"
    assert list(message.parse_entities().values()) == ["https://a.fr/x", "a@b.fr"]


async def test_entities_may_be_given_beside_the_text(double: Double, bot: Bot) -> None:
    message = await bot.send_message(double.private().id, "  Oui", entities=[MessageEntity("bold", 2, 3)])
    assert message.text_html == "<b>Oui</b>"


async def test_a_text_has_between_1_and_4096_code_units_once_its_markup_is_read(double: Double, bot: Bot) -> None:
    chat = double.private().id
    await bot.send_message(chat, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(chat, "👍" * 2048)
    for text in ("x" * 4097, "👍" * 2048 + "x"):
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(chat, text)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(chat, "")
    for text in (" \n", "<b> </b>"):
        with pytest.raises(BadRequest, match="Text must be non-empty"):
            await bot.send_message(chat, text, parse_mode="HTML")


async def test_markdown_is_refused_as_an_unknown_mode_is(double: Double, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(double.private().id, "*Oui*", parse_mode="MarkdownV2")


# What a keyboard may be


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[button(callback_data="é" * 32 + "x")]], "Button_data_invalid"),
        ([[button(callback_data="")]], "Button_data_invalid"),
        ([[InlineKeyboardButton("Oui")]], "Text buttons are unallowed in the inline keyboard"),
        ([[button(callback_data="o", url="https://a.fr")]], "several actions"),
        ([[button(" ")]], "the text is empty"),
        ([[button(url="ftp://a.fr")]], "Unsupported URL protocol"),
        ([[button(url="la page")]], "Wrong HTTP URL"),
        ([[button(url="http://localhost")]], "Wrong HTTP URL"),
        ([[button()] * 9], "Reply markup is too long"),
        ([[button()]] * 101, "Reply markup is too long"),
    ],
)
async def test_a_keyboard_that_telegram_does_not_show_is_refused(
    double: Double, bot: Bot, rows: list[Row], reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(double.private().id, "Oui ?", reply_markup=InlineKeyboardMarkup(rows))


async def test_a_keyboard_at_its_limits_is_shown(double: Double, bot: Bot) -> None:
    camille = double.private()
    rows = [[button("Oui", callback_data="é" * 32)] * 8, [button("Page", url="tg://resolve?domain=x")]]
    await bot.send_message(camille.id, "Oui ?", reply_markup=InlineKeyboardMarkup(rows + [[button()]] * 91))
    assert camille.last.titles[:9] == ["Oui"] * 8 + ["Page"]


async def test_a_reply_may_be_forced_and_a_keyboard_taken_away(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Quel département ?", reply_markup=ForceReply(input_field_placeholder="40"))
    await bot.send_message(camille.id, "Merci.", reply_markup=ReplyKeyboardRemove())
    assert [message.other_markup for message in camille.shown] == [
        {"force_reply": True, "input_field_placeholder": "40"},
        {"remove_keyboard": True},
    ]


# Where a message may go


async def test_a_bot_writes_only_where_it_may(double: Double, bot: Bot) -> None:
    stranger, dominique = double.private(standing="unknown"), double.private(standing="deactivated")
    group, supergroup, channel = double.group(), double.supergroup(), double.channel()
    group.state.standing, supergroup.state.standing = "left", "kicked"
    for chat, reason in (
        (stranger, "bot can't initiate conversation with a user"),
        (dominique, "user is deactivated"),
        (group, "bot is not a member of the group chat"),
        (supergroup, "bot was kicked from the supergroup chat"),
    ):
        with pytest.raises(Forbidden, match=reason):
            await bot.send_message(chat.id, "Bonjour")
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "Bonjour")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(17, "Bonjour")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message("@ailleurs", "Bonjour")


async def test_a_group_that_became_a_supergroup_says_where_it_went(double: Double, bot: Bot) -> None:
    group = double.group()
    new = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "Bonjour")
    assert moved.value.new_chat_id == new.id
    old, other = await bot.get_updates()
    assert old.message.migrate_to_chat_id == new.id
    assert other.message.migrate_from_chat_id == group.id


async def test_a_reply_needs_its_message_or_leave_to_do_without(double: Double, bot: Bot) -> None:
    camille = double.private()
    asked = camille.writes("Bonjour")
    sent = await bot.send_message(camille.id, "Bonjour !", reply_parameters=ReplyParameters(asked))
    assert sent.reply_to_message.text == "Bonjour"
    assert camille.last.reply_to == asked
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(camille.id, "Oui", reply_parameters=ReplyParameters(999))
    alone = await bot.send_message(
        camille.id, "Oui", reply_parameters=ReplyParameters(999, allow_sending_without_reply=True)
    )
    assert alone.reply_to_message is None


async def test_an_answer_goes_to_a_topic_of_the_forum(double: Double, bot: Bot) -> None:
    forum = double.supergroup(topics={7})
    forum.writes(double.user(), "/aide", thread=7)
    [update] = await bot.get_updates()
    assert update.message.message_thread_id == 7
    sent = await bot.send_message(forum.id, "Oui", message_thread_id=7, disable_notification=True)
    assert sent.is_topic_message
    assert forum.last.silent
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "Oui", message_thread_id=8)


async def test_link_previews_are_kept_with_the_message(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "https://a.fr/x", link_preview_options=LinkPreviewOptions(is_disabled=True))
    assert camille.last.link_preview == {"is_disabled": True}


async def test_a_bot_is_seen_typing(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_chat_action(camille.id, "typing")
    assert camille.state.actions == ["typing"]
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(camille.id, "dreaming")


# Edits


async def test_a_message_of_the_bot_is_edited(double: Double, bot: Bot) -> None:
    camille = double.private()
    message = await bot.send_message(camille.id, "Un", reply_markup=InlineKeyboardMarkup([[button()]]))
    edited = await message.edit_text("<b>Deux</b>", parse_mode="HTML", reply_markup=message.reply_markup)
    assert edited.edit_date
    await message.edit_reply_markup(None)
    [shown] = camille.shown
    assert (shown.text, shown.titles, shown.edits) == ("Deux", [], 2)


async def test_an_edit_that_changes_nothing_is_refused(double: Double, bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup([[button()]])
    message = await bot.send_message(double.private().id, "<b>Un</b>", parse_mode="HTML", reply_markup=keyboard)
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup"):
        await message.edit_text("<strong>Un</strong>", parse_mode="HTML", reply_markup=keyboard)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await message.edit_reply_markup(keyboard)


async def test_only_what_the_bot_wrote_and_is_still_there_is_edited(double: Double, bot: Bot) -> None:
    camille = double.private()
    asked = camille.writes("Bonjour")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Bonsoir", camille.id, asked)
    message = await bot.send_message(camille.id, "Un")
    await message.delete()
    assert camille.shown == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await message.edit_text("Deux")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await message.delete()


async def test_several_messages_are_deleted_at_once(double: Double, bot: Bot) -> None:
    camille = double.private()
    sent = [await bot.send_message(camille.id, text) for text in ("Un", "Deux", "Trois")]
    await bot.delete_messages(camille.id, [sent[0].id, sent[1].id, 999])
    assert [message.text for message in camille.shown] == ["Trois"]


# With the library's own limits


async def test_the_library_with_its_rate_limiter_talks_to_it_too(double: Double) -> None:
    camille = double.private()
    double.fail("sendMessage", code=429, retry_after=1)
    limiter = AIORateLimiter(max_retries=1)
    async with ExtBot(double.token, base_url=f"{double.url}/bot", rate_limiter=limiter) as bot:
        await bot.send_message(camille.id, "Bonjour")
    assert [call.code for call in double.calls("sendMessage")] == [429, 200]
