"""Inline mode: "@bot landes titre", typed in any chat, gives an answer to share."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running
from tests.doubles.telegram import Person
from tests.support.tables import each_row


@pytest.fixture
def camille(polling: Running) -> Person:
    return polling.double.private(language="fr")


def test_a_card_holds_the_answer_and_its_source(camille: Person) -> None:
    [card] = camille.asks_inline("landes titre")
    assert card["reply_markup"]["inline_keyboard"][-1] == [
        {"text": "Posez votre question", "url": "https://t.me/aiguilleur_bot?start=inline"}
    ]
    text = card["message"]["text"].replace("\xa0", " ")
    assert card["description"].replace("\xa0", " ") == "Pour le titre complet dans les Landes, c’est La Mêlée."
    assert "Source : page de Hubikoop sur la formation des conseillers numériques" in text
    assert text.endswith("Réponse d’Aiguilleur, @aiguilleur_bot")
    addresses = [button["url"] for row in card["reply_markup"]["inline_keyboard"] for button in row]
    assert "https://www.lamelee.com/" in addresses


@each_row(
    ("typed", "card", "button"),
    [
        ("quel organisme", None, "Ajoutez le nom de votre département"),
        ("c'est quoi qsdfqsdf ?", None, "Rien trouvé. Demandez-moi en privé"),
        ("landes", "Quel organisme contacter", "Posez votre question"),
        ("landes inscription", "La formation initiale, CCP1", "Précisez, par exemple la formation"),
        ("", "Qui paie les modules ?", "Posez votre question"),
    ],
)
def test_what_the_query_leaves_open_is_offered_as_cards_and_what_it_lacks_by_the_button_to_the_bot(
    polling: Running, typed: str, card: str | None, button: str
) -> None:
    query = polling.double.private(language="fr").types_inline(typed)
    answer = polling.double.wait(lambda: polling.double.world.inline_queries[query].answer, "cards")
    assert answer
    titles = [given["title"].replace("\xa0", " ") for given in answer["results"]]
    assert card in titles if card else not titles
    assert len(titles) != 1
    assert answer["button"] == {"text": button, "start_parameter": "inline"}


def test_inline_queries_are_not_kept(polling: Running) -> None:
    someone = polling.double.private(language="fr", first_name="Ildegarde")
    tables = ("conversations", "seen", "unanswered", "feedback", "deliveries")
    count = f"SELECT {' + '.join(f'(SELECT count(*) FROM {table})' for table in tables)}"  # noqa: S608
    before = polling.rows(count)
    someone.asks_inline("landes titre et un clavecin d'Ildegarde")
    someone.asks_inline("combien coûte un clavecin ?")
    polling.quiet()
    assert polling.rows(count) == before
    assert set(polling.rows("SELECT queue, payload FROM inbox")) == {(None, None)}
    log = polling.server.log() + polling.figures()
    assert "clavecin" not in log
    assert "Ildegarde" not in log
    assert str(someone.id) not in log


def test_the_bot_does_not_answer_its_own_card(polling: Running, camille: Person) -> None:
    [card] = camille.asks_inline("landes titre")
    camille.chooses(card)
    us = polling.double.world.bot.json()
    for kind in ("forwarded", "photo"):
        camille.sends(kind, via_bot=us)
    group = polling.double.group(privacy=False)
    group.sends(camille.user, "forwarded", via_bot=us)
    assert polling.hear(camille) == []
    assert polling.hear(group) == []
