"""The double refuses what the Bot API refuses, so that what the bot sends is tried. The client is the real one."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from tests.doubles.telegram import Double
from tests.doubles.telegram.kinds import contents, updates
from tests.support.tables import each_row

_SOMEONE = {"id": 1, "is_bot": False, "first_name": "Camille"}
_CHAT = {"id": 1, "type": "private", "first_name": "Camille"}
_VARIETIES = {"document_with_caption": "document", "live_location": "location", "photo_with_caption": "caption"} | (
    dict.fromkeys(("forwarded", "forwarded_hidden"), "forward_origin")
)


def button(**action: object) -> InlineKeyboardButton:
    return InlineKeyboardButton("Oui", **action)


@each_row(
    ("text", "rows", "reason"),
    [
        ("<b>Oui", [], 'can\'t find end tag corresponding to start tag "b"'),
        ("é <br>", [], "unsupported start tag at byte offset 3"),
        ("moins de 3 < 4", [], "unsupported start tag at byte offset 11"),
        ("<b>Oui</i>", [], 'unmatched end tag "i" at byte offset 6'),
        ("👍" * 2048 + "x", [], "message is too long"),
        ("<b> </b>", [], "text must be non-empty"),
        ("Oui ?", [[button(callback_data="é" * 32 + "x")]], "button_data_invalid"),
        ("Oui ?", [[button(callback_data="o", url="https://a.fr")]], "2 actions"),
        ("Oui ?", [[button(url="http://localhost")]], "wrong http url"),
        ("Oui ?", [[button(callback_data="o")] * 9], "reply markup is too long"),
    ],
)
async def test_a_text_or_keyboard_that_telegram_does_not_take_is_refused(
    double: Double, bot: Bot, text: str, rows: list[list[InlineKeyboardButton]], reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_message(
            double.private().id, text, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows) if rows else None
        )


async def test_a_mistyped_parameter_is_refused(double: Double, bot: Bot) -> None:
    with pytest.raises(BadRequest, match='no parameter "txt"'):
        await bot.send_message(double.private().id, "Bonjour", api_kwargs={"txt": "Bonjour"})


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
    group, camille = double.group(), double.user()
    group.writes(camille, "Quelqu'un sait pour les Landes ?")
    group.sends(camille, "photo")
    group.writes(camille, "/aide@autre_bot")
    group.writes(camille, "👍 @aiguilleur_bot et les Landes ?")
    sent = await bot.send_message(group.id, "Oui")
    group.writes(camille, "Et la Charente ?", reply_to=sent.message_id)
    seen = [update.message.text for update in await bot.get_updates() if update.message]
    assert seen == ["👍 @aiguilleur_bot et les Landes ?", "Et la Charente ?"]
