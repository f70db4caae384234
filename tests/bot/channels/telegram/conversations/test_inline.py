"""Inline mode: "@bot landes titre", typed in any chat, gives an answer to share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.channels.telegram.conversations.running import Running
from tests.doubles.telegram import Person


@pytest.fixture
def camille(polling: Running) -> Person:
    return polling.double.private(language="fr")


def _typed(polling: Running, person: Person, text: str) -> dict[str, Any]:
    query = person.types_inline(text)
    answer = polling.double.wait(lambda: polling.double.world.inline_queries[query].answer, "cards")
    assert answer
    return answer


def test_a_card_holds_the_answer_and_its_source(camille: Person) -> None:
    [card] = camille.asks_inline("landes titre")
    text = card["message"]["text"].replace("\xa0", " ")
    assert card["title"] == "Quel organisme contacter"
    assert card["description"].replace("\xa0", " ") == "Pour le titre complet dans les Landes, c’est La Mêlée."
    assert "Source : page de Hubikoop sur la formation des conseillers numériques" in text
    assert text.endswith("Réponse d’Aiguilleur, @aiguilleur_bot")
    addresses = [button["url"] for row in card["reply_markup"]["inline_keyboard"] for button in row]
    assert "https://www.lamelee.com/" in addresses


def test_a_card_speaks_the_language_of_its_question(camille: Person) -> None:
    [card] = camille.asks_inline("which organisation for the full title in Landes?")
    assert "For the full title in Landes, contact La Mêlée." in card["message"]["text"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("organisme", "Ajoutez le nom de votre département"),
        ("landes inscription", "Précisez, par exemple la formation"),
        ("c'est quoi qsdfqsdf ?", "Rien trouvé. Demandez-moi en privé"),
        ("bonjour", "Rien trouvé. Demandez-moi en privé"),
    ],
)
def test_query_without_a_card_gets_a_button_with_the_missing_fact(
    polling: Running, camille: Person, typed: str, title: str
) -> None:
    answer = _typed(polling, camille, typed)
    assert answer["results"] == []
    assert answer["button"]["text"] == title
    camille.starts(answer["button"]["start_parameter"])
    assert polling.hear(camille)[0].text.startswith("Bonjour")


def test_short_query_gets_no_result(polling: Running, camille: Person) -> None:
    answer = _typed(polling, camille, "la")
    assert (answer["results"], answer["button"]) == ([], None)


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
