"""Presses, inline queries and what a bot says of itself: the double takes them as the Bot API does."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest, Forbidden

from tests.doubles.telegram import Double

pytestmark = pytest.mark.thorough

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Oui", callback_data="o")]])


def card(identifier: str = "1", text: str = "<b>ENSC</b>", title: str = "Charente") -> InlineQueryResultArticle:
    return InlineQueryResultArticle(identifier, title, InputTextMessageContent(text, "HTML"))


# Presses and inline queries


async def test_a_press_is_answered_once(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Oui ?", reply_markup=KEYBOARD)
    pressed = camille.presses(camille.last, "Oui")
    [update] = await bot.get_updates()
    assert (update.callback_query.data, update.callback_query.message.text) == ("o", "Oui ?")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await update.callback_query.answer("x" * 201)
    await update.callback_query.answer("x" * 200, show_alert=True)
    assert double.answer(pressed) == {"text": "x" * 200, "show_alert": True, "cache_time": 0}
    with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
        await update.callback_query.answer()


async def test_a_press_may_start_the_bot_and_opens_nothing_else(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Oui ?", reply_markup=KEYBOARD)
    pressed = camille.presses(camille.last, "o")
    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(pressed, url="https://a.fr")
    await bot.answer_callback_query(pressed, url="https://t.me/aiguilleur_bot?start=dep-40")


async def test_a_press_that_came_too_late_cannot_be_answered(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.send_message(camille.id, "Oui ?", reply_markup=KEYBOARD)
    camille.presses(camille.last, "Oui", in_vain=True)
    [update] = await bot.get_updates()
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()


async def test_a_button_that_is_gone_is_pressed_only_by_an_app_that_lags_behind(double: Double, bot: Bot) -> None:
    camille = double.private()
    message = await bot.send_message(camille.id, "Oui ?", reply_markup=KEYBOARD)
    await message.delete()
    camille.presses(message.id, data="o")
    [update] = await bot.get_updates()
    assert not update.callback_query.message.is_accessible
    with pytest.raises(LookupError, match="no button"):
        camille.presses(await bot.send_message(camille.id, "Un") and camille.last, "Oui")


async def test_an_inline_query_gets_cards_of_which_one_is_sent_and_edited(double: Double, bot: Bot) -> None:
    camille = double.private()
    asked = camille.types_inline("charente")
    [update] = await bot.get_updates()
    result = card().to_dict() | {"reply_markup": {"inline_keyboard": [[{"text": "Plus", "callback_data": "+"}]]}}
    await bot.answer_inline_query(asked, [InlineQueryResultArticle.de_json(result, bot)], 0, is_personal=True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(asked, [])
    answer = double.world.inline_queries[asked].answer
    assert answer
    assert answer["is_personal"]
    sent = camille.chooses(answer["results"][0])
    assert sent.text == "ENSC"
    [chosen] = await bot.get_updates(update.update_id + 1)
    identifier = chosen.chosen_inline_result.inline_message_id
    assert await bot.edit_message_text("Mêlée", inline_message_id=identifier) is True
    assert double.world.inline_messages[identifier].text == "Mêlée"
    with pytest.raises(BadRequest, match="Message_id_invalid"):
        await bot.edit_message_text("Mêlée", inline_message_id="none")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([card(str(number)) for number in range(51)], "Results_too_much"),
        ([card(), card()], "Result_id_duplicate"),
        ([card("é" * 33)], "Result_id_invalid"),
        ([card("")], "Result_id_invalid"),
        ([card(title="")], "Article_title_empty"),
        ([card(text="")], "Message text is empty"),
        ([card(text="<p>x</p>")], "unsupported start tag"),
        ([card(text="x" * 4097)], "Message is too long"),
        ([InlineQueryResultPhoto("1", "https://a.fr/x.png", "https://a.fr/x.png")], "parameters|no result of type"),
    ],
)
async def test_cards_that_telegram_does_not_show_are_refused(
    double: Double, bot: Bot, results: list[InlineQueryResultArticle], reason: str
) -> None:
    asked = double.private().types_inline("landes")
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.answer_inline_query(asked, results)


async def test_the_button_above_the_cards_starts_the_bot_with_a_payload(double: Double, bot: Bot) -> None:
    asked = double.private().types_inline("landes")
    with pytest.raises(BadRequest, match="Start_param_invalid"):
        await bot.answer_inline_query(asked, [], button=InlineQueryResultsButton("Ouvrir", start_parameter="à dax"))
    await bot.answer_inline_query(asked, [], button=InlineQueryResultsButton("Ouvrir", start_parameter="dep-40"))


# What the bot says of itself


async def test_commands_are_kept_by_scope_and_language(double: Double, bot: Bot) -> None:
    camille = double.private()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([("aide", "Aide")], BotCommandScopeAllPrivateChats(), "fr")
    await bot.set_my_commands([("oublier", "Oublier")], BotCommandScopeChat(camille.id))
    assert [command.command for command in await bot.get_my_commands()] == ["help"]
    assert [c.description for c in await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "fr")] == ["Aide"]
    assert await bot.get_my_commands(language_code="fr") == ()
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("Aide", "Aide")], "Bot_command_invalid"),
        ([("département", "Aide")], "Bot_command_invalid"),
        ([("x" * 33, "Aide")], "Bot_command_invalid"),
        ([("aide", "")], "Command description must be non-empty"),
        ([("aide", "x" * 257)], "Bot_command_description_invalid"),
        ([(f"a{number}", "Aide") for number in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_commands_that_telegram_does_not_list_are_refused(
    bot: Bot, commands: list[tuple[str, str]], reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_my_commands(commands)


async def test_a_command_menu_is_for_a_language_of_two_letters(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([("aide", "Aide")], language_code="fr-FR")


async def test_descriptions_are_kept_by_language_within_their_lengths(bot: Bot) -> None:
    await bot.set_my_description("d" * 512)
    await bot.set_my_description("Une aide", "fr")
    await bot.set_my_short_description("s" * 120)
    await bot.set_my_name("Aiguilleur des Landes", "fr")
    assert (await bot.get_my_description("fr")).description == "Une aide"
    assert (await bot.get_my_description("de")).description == "d" * 512
    assert (await bot.get_my_short_description("fr")).short_description == "s" * 120
    assert (await bot.get_my_name("fr")).name == "Aiguilleur des Landes"
    for refused in (bot.set_my_description("d" * 513), bot.set_my_short_description("s" * 121)):
        with pytest.raises(BadRequest, match=r"(?i)too_long"):
            await refused


async def test_a_bot_looks_at_a_chat_and_leaves_it(double: Double, bot: Bot) -> None:
    group = double.group(title="Landes")
    assert (await bot.get_chat(group.id)).title == "Landes"
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group.id, "Bonjour")
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(double.private().id)
