"""Reloading: the edited content goes into service in a running server, whole or not at all, with a report."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.support.clone import Clone
from tests.support.server import ROUTE, until

TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
CHARENTE = "quel organisme pour le titre complet en Charente ?"
LANDES = "quel organisme pour le titre complet dans les Landes ?"


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    return Clone(tmp_path_factory.mktemp("clone"))


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


@pytest.fixture
def clone(cloned):
    """The files of the clone, restored after each test; the content in service stays until the next reload."""
    yield cloned
    cloned.restore()


def test_changed_text_is_sent_and_conversations_go_on(server, clone):
    before = server.content()
    assert "ENSC" in server.say("a", CHARENTE)
    clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    done = server.command("reload")
    assert done.returncode == 0
    assert re.fullmatch(r"En service : contenu ([0-9a-f]{8})\.\n", done.stdout)[1] == server.content() != before
    assert server.say("a", "et pour les Landes ?").startswith("Désormais, dans les Landes")
    again = server.command("reload")
    assert (again.returncode, again.stdout.split(" :")[0]) == (0, "Rien n’a changé")


def test_one_mistake_refuses_all_changes_and_is_reported_with_line_and_remedy(server, clone):
    answer, before, refused = server.say("b", LANDES), server.content(), server.metric("aiguilleur_reloads_total")
    clone.edit(TITLE, MELEE, "  texte: Ailleurs, {dans}, c'est La Mêlée.")
    line = clone.edit("stories/hubs/exemple.yml", "'#6b2d5c'", "'#6b2d5'")
    done = server.command("reload")
    assert done.returncode == 1
    assert f"Rechargement refusé : le contenu {before} reste en service." in done.stderr
    assert f"stories/hubs/exemple.yml:{line} — « #6b2d5 » n'est pas une couleur" in done.stderr
    assert "À faire : l'écrire comme '#0a5c8f'" in done.stderr
    assert "Traceback" not in done.stderr
    assert (server.say("c", LANDES), server.content()) == (answer, before)
    assert server.metric("aiguilleur_reloads_total") == refused + 1
    assert "exemple.yml" in str(server.events("reload_refused")[-1]["findings"])
    clone.edit("stories/hubs/exemple.yml", "'#6b2d5'", "'#6b2d5c'")
    assert server.command("reload").returncode == 0
    assert server.say("d", LANDES).startswith("Ailleurs")


def test_new_training_sentences_are_refused_and_new_texts_of_the_faq_accepted(server, clone):
    sentence = "peut-on utiliser son CPF ?"
    assert "ne parle pas du CPF" in server.say("e", sentence)
    clone.edit("stories/faq/cpf.yml", "La page ne parle pas du CPF.", "Du CPF, la page ne dit rien.")
    assert server.command("reload").returncode == 0
    assert "Du CPF, la page ne dit rien." in server.say("f", sentence)
    clone.edit("stories/faq/cpf.yml", "  - cpf titre complet\n", "  - le cpf pour le titre, oui ou non\n")
    done = server.command("reload")
    assert done.returncode == 1
    assert "stories/faq/cpf.yml" in done.stderr
    assert "À faire : entraîner (make train), puis redémarrer le serveur" in done.stderr


def test_ended_row_gives_way_to_the_next(server, clone):
    assert "REMN veut dire" in server.say("g", "que veut dire REMN ?")
    clone.edit("rules/programme/tables/titre_nom.yml", "- id: titre-nom\n", "- id: titre-nom\n  jusqu_a: 2025-07-12\n")
    assert server.command("reload").returncode == 0
    assert server.say("h", "que veut dire REMN ?").startswith("Depuis juillet 2025")


def test_site_added_to_a_hub_is_admitted(server, clone):
    site = {"Origin": "https://bretagne.exemple.fr"}

    def admitted():
        return httpx.post(f"{server.url}/api/token", json={"hub": "bretagne"}, headers=site).status_code

    assert admitted() == 403
    clone.edit("stories/hubs/bretagne.yml", "hub-bretagne.net]", "hub-bretagne.net, https://bretagne.exemple.fr]")
    clone.edit("stories/hubs/bretagne.yml", "nom: Hub Bretagne", "nom: Le Hub Bretagne")
    assert server.command("reload").returncode == 0
    assert admitted() == 200
    hub = httpx.get(f"{server.url}/hubs/bretagne.json", headers=site).json()
    assert (hub["name"], hub["origin_allowed"]) == ("Le Hub Bretagne", True)
    assert "Le Hub Bretagne" in httpx.get(f"{server.url}/").text


def test_place_is_found_by_its_new_name(server, clone):
    question = "quel organisme pour le titre complet, je suis au Bout du Monde"
    assert "Finistère" not in server.say("i", question)
    clone.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [Bout du Monde], codes: ['29']}\n"
    )
    assert server.command("reload").returncode == 0
    assert "Finistère" in server.say("j", question)


def test_changed_description_of_a_command_is_sent_to_telegram(running, server, clone):
    clone.edit("stories/answers/fr/telegram.yml", "Voir ce que je sais faire", "Voir tout ce que je fais")
    assert server.command("reload").returncode == 0

    def shown():
        menus = running.double.world.settings.commands
        return {key[-1]: [command["description"] for command in menu] for key, menu in menus.items()}

    running.wait(lambda: all("Voir tout ce que je fais" in shown()[code] for code in ("fr", "")), "the new menu")
    camille = running.double.private(language="fr")
    camille.writes("/aide")
    [answer] = running.hear(camille)
    assert "/aide – Voir tout ce que je fais" in plain(answer)


@pytest.mark.parametrize("reloads", [2, pytest.param(10, marks=pytest.mark.thorough)])
def test_reloads_under_load_lose_no_message_and_mix_no_contents(server, clone, reloads):
    """Each content has its number in an answer's text and in its source, which stand in two files."""
    over = threading.Event()
    text, source = MELEE, '\nsource: "Source : {source}, {publie}."\n'

    def talk(number):
        answers = []
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while not over.is_set():
                body = {"sender": f"load-{number}-{len(answers)}", "message": LANDES}
                answers.append(client.post(ROUTE, json=body))
                # Some sixty messages a second, and some processor time left for the examination of the files.
                time.sleep(0.05)
        return answers

    with ThreadPoolExecutor(4) as threads:
        talks = [threads.submit(talk, number) for number in range(4)]
        try:
            for number in range(reloads):
                before = server.content()
                text_now = f"  texte: Contenu {number}. {{dans}}, c'est La Mêlée."
                source_now = f'\nsource: "Source {number} : {{source}}, {{publie}}."\n'
                clone.edit(TITLE, text, text_now)
                clone.edit("stories/answers/fr/interface.yml", source, source_now)
                text, source = text_now, source_now
                os.kill(server.process.pid, signal.SIGHUP)
                until(lambda before=before: server.content() != before, 60, "new content")
        finally:
            over.set()
        answers = [answer for future in talks for answer in future.result(60)]
    assert {answer.status_code for answer in answers} == {200}
    texts = [answer.json()[0]["text"] for answer in answers]
    numbers = [(re.search(r"Contenu (\d)\.", text), re.search(r"Source (\d)\b", text)) for text in texts]
    assert all((content and content[1]) == (source and source[1]) for content, source in numbers)
    assert {int(content[1]) for content, _ in numbers if content} >= set(range(reloads - 1))


def test_reload_does_not_wait_for_a_killed_server(running, server):
    """The last test of the file: it kills the server, which cannot remove its file."""
    server.kill()
    done = server.command("reload")
    assert done.returncode == 1
    assert "Aucun serveur ne tourne avec le dossier de données" in done.stderr
    assert not list((running.data / "run").iterdir())
