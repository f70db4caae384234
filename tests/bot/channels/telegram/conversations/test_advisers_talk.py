"""What advisers do most; five of it whichever way updates come in."""

from __future__ import annotations

import pytest

from bot.process.settings import Settings
from bot.storage.identifiers import Identifiers
from rules.loading import load_programme
from tests.bot.channels.telegram.conversations.running import Running, button, plain
from tests.doubles.telegram import Person

BOTH_WAYS = pytest.mark.parametrize("telegram", ["polling", "webhook"], indirect=True)


def _enrolment(organisation: str) -> str:
    link = load_programme().organisations[organisation].link("inscription")
    assert link
    return link.url


def test_organisation_of_a_department_is_answered_with_links_and_source(telegram: Running, camille: Person) -> None:
    asked = camille.writes("which organisation for Landes?")
    [answer] = telegram.hear(camille)
    assert answer.reply_to == asked
    assert "Complementary modules\nLa Mednum, which coordinates" in plain(answer)
    assert "Source: Hubikoop's page" in plain(answer)
    bold = [entity for entity in answer.entities if entity["type"] == "bold"]
    links = [entity["url"] for entity in answer.entities if entity["type"] == "text_link"]
    assert len(bold) == 4, "the three trainings, and what unfolds"
    assert len(links) >= 4
    assert all(url.startswith("https://") for url in links)
    assert "expandable_blockquote" in {entity["type"] for entity in answer.entities}


@BOTH_WAYS
def test_course_is_chosen_by_a_button_that_answers_once_and_shows_the_choice(
    telegram: Running, camille: Person
) -> None:
    camille.writes("comment s'inscrire ?")
    [demand] = telegram.hear(camille)
    assert plain(demand) == "Pour quelle formation ?"
    assert button(demand, "Le titre REMN complet")
    presses = [camille.presses(demand, "La formation initiale, CCP1") for _ in range(2)]
    [answer] = telegram.hear(camille)
    assert "Vous vous inscrivez directement sur le site de La Fabrik" in plain(answer)
    assert all(telegram.double.answer(press)["text"] == "" for press in presses)
    assert camille.message(demand.id).titles == [
        f"✓ {title}" if title == "La formation initiale, CCP1" else title for title in demand.titles
    ]
    camille.presses(demand.id, "✓ La formation initiale, CCP1")
    assert telegram.hear(camille) == []


def test_an_enrolment_ends_in_the_button_that_opens_the_right_page(telegram: Running, camille: Person) -> None:
    camille.writes("quel organisme pour la Gironde ?")
    [organisations] = telegram.hear(camille)
    camille.presses(organisations, "Les modules complémentaires\xa0: s’inscrire")
    [modules] = telegram.hear(camille)
    assert button(modules, "S’inscrire aux modules (La Mednum)")["url"] == _enrolment("mednum")
    camille.presses(organisations, "La formation initiale, CCP1\xa0: s’inscrire")
    [initial] = telegram.hear(camille)
    assert button(initial, "S’inscrire : La Fabrik")["url"] == _enrolment("fabrik")


@BOTH_WAYS
def test_a_department_is_corrected_in_a_few_words(telegram: Running, camille: Person) -> None:
    camille.writes("quel organisme pour le titre complet dans les Landes ?")
    [first] = telegram.hear(camille)
    assert "dans les Landes, c'est La Mêlée" in plain(first)
    camille.writes("non pardon, en Charente")
    [second] = telegram.hear(camille)
    assert "en Charente, c'est l'Espace Numérique Sud-Charente" in plain(second)


def test_a_button_of_another_time_says_that_it_is_no_longer_valid(telegram: Running, camille: Person) -> None:
    camille.starts()
    [welcome] = telegram.hear(camille)
    for old in ("c_aaaaaaaaaa", "a:utile:12", "anything"):
        press = camille.presses(welcome, data=old)
        assert telegram.double.answer(press)["text"].startswith("Ce bouton n’est plus valable")
    assert telegram.hear(camille) == []
    assert camille.message(welcome.id).edits == 0


@BOTH_WAYS
def test_erasure_gives_a_receipt_and_leaves_nothing_of_the_adviser(telegram: Running) -> None:
    who = telegram.double.private(language="fr", first_name="Zéphyrine", username="zephyrine_du_40")
    who.writes("quel organisme pour les Landes, près de chez Hippolyte Brindavoine ?")
    who.writes("combien coûte un xylophone en palissandre ?")
    *_, answer = telegram.hear(who)
    who.presses(answer, data="a:pas_utile:1")
    who.writes("/oublier")
    [sure] = telegram.hear(who)
    assert sure.titles == ["Oui", "Non"]
    erased = telegram.erased()
    for _ in range(2):
        who.presses(sure, "Oui")
    # Nobody reads the database meanwhile: that would keep the words of the two presses in its log a little longer.
    telegram.wait(lambda: telegram.erased() == erased + 2, "both presses handled")
    [receipt] = telegram.hear(who)
    number = plain(receipt).partition("Numéro de reçu : ")[2][:18]
    assert telegram.rows("SELECT number FROM receipts WHERE number = ?", number)

    keys = Identifiers.of(Settings(data=telegram.data))
    hashes = keys.conversation("telegram", str(who.id)).hashes
    for trace in (str(who.id), "Zéphyrine", "zephyrine", "Brindavoine", "xylophone", "palissandre", *hashes):
        assert trace not in telegram.kept()
    updates = "SELECT queue, payload, sent, holder FROM inbox"
    assert set(telegram.rows(updates)) == {(None, None, "[]", None)}


@BOTH_WAYS
def test_adviser_who_blocked_the_bot_is_left_alone_and_may_come_back(telegram: Running, camille: Person) -> None:
    camille.writes("quel organisme pour les Landes ?")
    telegram.hear(camille)
    camille.blocks()
    telegram.quiet()
    assert telegram.server.events("bot_blocked")
    # Written just before, but only told now: Telegram does not take the answer.
    camille.state.standing = "member"
    with telegram.double.world.changed:
        camille.writes("et pour Pau ?")
        camille.state.standing = "blocked"
    assert telegram.hear(camille) == []
    [refused] = [call for call in telegram.double.calls("sendMessage", camille.id) if not call.accepted]
    assert refused.code == 403
    camille.unblocks()
    camille.writes("et pour la Charente ?")
    [answer] = telegram.hear(camille)
    assert "en Charente" in plain(answer)
