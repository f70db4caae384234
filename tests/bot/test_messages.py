"""Replies as they are stored, and as plain text."""

from __future__ import annotations

import msgspec

from bot.messages import Card, LinkButton, Reply
from tests.bot.channels.replies import EVERY_FORM


def test_reply_with_every_form_of_block_is_read_as_it_was_stored() -> None:
    assert Reply.unpacked(EVERY_FORM.packed()) == EVERY_FORM


def test_reply_stored_before_there_were_blocks_is_read() -> None:
    stored = {"language": "fr", "paragraphs": ["Oui.", "Et deux."], "notices": ["À noter."], "question": "organisme"}
    reply = Reply.unpacked(msgspec.msgpack.encode(stored))
    assert reply == Reply("fr", ("Oui.", "Et deux."), notices=("À noter.",), question="organisme")


def test_what_quotes_the_adviser_is_not_stored() -> None:
    card = Card("Un titre", "Un texte.")
    reply = Reply(
        "fr", (card, "Je n’ai pas compris : « la cantine »."), quoting=("Je n’ai pas compris : « la cantine ».",)
    )
    assert Reply.unpacked(reply.packed()).blocks == (card,)


def test_links_of_cards_come_first_and_each_once() -> None:
    first, second = LinkButton("A", "https://a.fr"), LinkButton("B", "https://b.fr")
    reply = Reply("fr", (Card("Un", "…", (first,)), Card("Deux", "…", (first,))), links=(second, first))
    assert reply.all_links == (first, second)


def test_words_before_the_adviser_are_counted_without_sources_and_what_is_folded() -> None:
    counted = Reply("fr", ("Oui : deux mots.", Card("Un titre", "Encore « un » texte")), notices=("À noter",))
    assert counted.words == 3 + 2 + 3 + 2
    assert EVERY_FORM.words == msgspec.structs.replace(EVERY_FORM, blocks=EVERY_FORM.blocks[:-1], sources=()).words
