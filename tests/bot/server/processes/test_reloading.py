"""Reloading: the edited content goes into service in a running server, whole or not at all, with a report."""

from __future__ import annotations

import os
import re
import signal

import httpx
import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.bot.server.edits import LANDES, MELEE, TITLE, begin_with
from tests.support.server import until
from tests.support.talk import talking

CHARENTE = "quel organisme pour le titre complet en Charente ?"
CPF = "peut-on utiliser son CPF ?"
BRETAGNE = "https://bretagne.exemple.fr"
BOUT_DU_MONDE = "quel organisme pour le titre complet, je suis au Bout du Monde"


@pytest.fixture(scope="module")
def running(tmp_path_factory, models, cloned):
    """One process, with Telegram."""
    started = Running(tmp_path_factory.mktemp("reloading"), models, root=cloned.root)
    try:
        started.wait_until_ready()
        yield started
    finally:
        started.stop()


@pytest.fixture
def server(running):
    return running.server


def _admitted(server):
    """The status of a request for a token from a site of Bretagne's hub."""
    return httpx.post(f"{server.url}/api/token", json={"hub": "bretagne"}, headers={"Origin": BRETAGNE}).status_code


def test_change_of_every_kind_is_in_service_after_one_command(running, server, clone):
    assert "ENSC" in server.say("text", CHARENTE)
    assert "Je ne sais pas si le CPF" in server.say("faq", CPF)
    assert "REMN veut dire" in server.say("row", "que veut dire REMN ?")
    assert _admitted(server) == 403
    assert "Finistère" not in server.say("place", BOUT_DU_MONDE)
    before = server.content()
    begin_with(clone, "Désormais")
    clone.edit("stories/faq/cpf.yml", "Je ne sais pas si le CPF", "La page ne dit pas si le CPF")
    clone.edit("rules/programme/tables/titre_nom.yml", "- id: titre-nom\n", "- id: titre-nom\n  jusqu_a: 2025-07-12\n")
    clone.edit("stories/hubs/bretagne.yml", "hub-bretagne.net]", f"hub-bretagne.net, {BRETAGNE}]")
    clone.edit("stories/hubs/bretagne.yml", "nom: Hub Bretagne", "nom: Le Hub Bretagne")
    clone.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [Bout du Monde], codes: ['29']}\n"
    )
    clone.edit("stories/answers/fr/telegram.yml", "Voir ce que je sais faire", "Voir tout ce que je fais")
    first, again = (server.command("reload") for _ in range(2))
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout == f"En service : contenu {server.content()}.\n"
    assert server.content() != before
    assert again.stdout.split(" :")[0] == "Rien n’a changé"
    assert server.say("text", "et pour les Landes ?").startswith("Désormais, dans les Landes"), "it goes on"
    assert "La page ne dit pas si le CPF" in server.say("faq, later", CPF)
    assert server.say("row, later", "que veut dire REMN ?").startswith("Depuis juillet 2025")
    assert _admitted(server) == 200
    hub = httpx.get(f"{server.url}/hubs/bretagne.json", headers={"Origin": BRETAGNE}).json()
    assert (hub["name"], hub["origin_allowed"]) == ("Le Hub Bretagne", True)
    assert "Le Hub Bretagne" in httpx.get(f"{server.url}/").text
    assert "Finistère" in server.say("place, later", BOUT_DU_MONDE)

    def shown():
        menus = running.double.world.settings.commands
        return {key: [command["description"] for command in menu] for key, menu in menus.items()}

    running.wait(lambda: all("Voir tout ce que je fais" in shown()[code] for code in ("fr", "")), "the new menu")
    camille = running.double.private(language="fr")
    camille.writes("/aide")
    [answer] = running.hear(camille)
    assert "/aide – Voir tout ce que je fais" in plain(answer)


def test_reloads_under_load_lose_no_message_and_mix_no_contents(server, clone):
    """Each content has its number in an answer's text and in its source, which stand in two files."""
    text, source = MELEE, '\nsource: "Source : {source}, {publie}."\n'
    with talking(server, LANDES) as talk:
        for number in range(3):
            before = server.content()
            text_now = f"  texte: Contenu {number}. {{dans}}, c'est La Mêlée."
            source_now = f'\nsource: "Source {number} : {{source}}, {{publie}}."\n'
            clone.edit(TITLE, text, text_now)
            clone.edit("stories/answers/fr/interface.yml", source, source_now)
            text, source = text_now, source_now
            os.kill(server.process.pid, signal.SIGHUP)
            until(lambda before=before: server.content() != before, 150, "new content")
            talk.go_on()
    assert talk.refused == []
    numbers = [(re.search(r"Contenu (\d)\.", text), re.search(r"Source (\d)\b", text)) for text in talk.texts]
    assert all((content and content[1]) == (source and source[1]) for content, source in numbers)
    assert {int(content[1]) for content, _ in numbers if content} == {0, 1, 2}


def test_reload_does_not_wait_for_a_killed_server(running, server):
    """The last test of the file: it kills the server, which cannot remove its file."""
    server.kill()
    done = server.command("reload")
    assert done.returncode == 1
    assert "Aucun serveur ne tourne avec le dossier de données" in done.stderr
    assert not list((running.data / "run").iterdir())
