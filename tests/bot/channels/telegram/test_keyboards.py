"""Keyboards: buttons that a phone shows whole and Telegram takes, as python-telegram-bot sends them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.keyboards import Button, copy_buttons, fitted, keyboard, links_without_button
from bot.channels.telegram.limits import MAX_TITLE_CHARACTERS
from bot.messages import Choice, LinkButton, Reply


def test_short_choices_come_two_a_row_then_links_one_a_row_as_far_as_there_is_room() -> None:
    titles = ("Oui", "Non", "Reçue", "Comment s’inscrire")
    reply = Reply(
        "fr",
        ("Choisissez.",),
        links=(LinkButton("Site", "https://a.fr/"), LinkButton("Page", "https://b.fr/")),
        choices=tuple(Choice(f"c_{number}", title) for number, title in enumerate(titles)),
    )
    opinion = (Button("👍", data="+"), Button("👎", data="-"))
    rows = [[button.title for button in row] for row in keyboard(reply, opinion)]
    assert rows == [["Oui", "Non"], ["Reçue"], ["Comment s’inscrire"], ["Site"], ["👍", "👎"]]
    assert [link.title for link in links_without_button(reply, opinion)] == ["Page"]


@given(st.text(min_size=1, max_size=90))
def test_a_phone_shows_the_whole_title_of_a_button_or_its_beginning_and_last_word(title: str) -> None:
    assert len(fitted(title)) <= MAX_TITLE_CHARACTERS
    assert len(title) > MAX_TITLE_CHARACTERS or fitted(title) == title
    long = "Les conditions d’accès – La formation initiale, CCP1"
    assert fitted(long) == "Les conditions d’accès – La … CCP1"
    assert fitted("x" * 50) == "x" * 39 + "…"


def test_a_button_that_telegram_would_refuse_is_not_made() -> None:
    assert Button("Oui", data="é" * 32).data
    for wrong in (
        {},
        {"data": "a", "url": "https://a.fr/"},
        {"data": "é" * 33},
        {"url": "mailto:formation@lamednum.coop"},
        {"copies": "é" * 257},
    ):
        with pytest.raises(ValueError, match="button"):
            Button("Oui", **wrong)


def test_an_address_of_the_answer_is_copied_by_a_button_and_one_of_the_advisers_is_not() -> None:
    quote = "Vous parlez de moi@exemple.fr."
    blocks = (quote, "Écrivez à contact@lamelee.com, ou à contact@lamelee.com.")
    reply = Reply("fr", blocks, links=(LinkButton("Site", "https://a.fr/"),), quoting=(quote,))
    copies = copy_buttons(reply, "Copier {adresse}")
    assert copies == (Button("Copier contact@lamelee.com", copies="contact@lamelee.com"),)
