"""What maintainers edit is put in service while the server runs: whole, or not at all, and they are told which."""

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
    """The files, as they were before the test edits them; what is in service stays until the next reload."""
    yield cloned
    cloned.restore()


def test_a_text_is_said_as_it_was_changed_and_conversations_go_on(server, clone):
    before = server.content()
    assert "ENSC" in server.say("a", CHARENTE)
    clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    done = server.command("reload")
    assert done.returncode == 0
    assert re.fullmatch(r"En service : contenu ([0-9a-f]{8})\.\n", done.stdout)[1] == server.content() != before
    assert server.say("a", "et pour les Landes ?").startswith("Désormais, dans les Landes")
    again = server.command("reload")
    assert (again.returncode, again.stdout.split(" :")[0]) == (0, "Rien n’a changé")


def test_one_mistake_keeps_all_as_it_was_and_is_told_with_its_line_and_remedy(server, clone):
    said, before, refused = server.say("b", LANDES), server.content(), server.metric("aiguilleur_reloads_total")
    clone.edit(TITLE, MELEE, "  texte: Ailleurs, {dans}, c'est La Mêlée.")
    line = clone.edit("stories/hubs/exemple.yml", "'#6b2d5c'", "'#6b2d5'")
    done = server.command("reload")
    assert done.returncode == 1
    assert f"Rechargement refusé : le contenu {before} reste en service." in done.stderr
    assert f"stories/hubs/exemple.yml:{line} — « #6b2d5 » n'est pas une couleur" in done.stderr
    assert "À faire : l'écrire comme '#0a5c8f'" in done.stderr
    assert "Traceback" not in done.stderr
    assert (server.say("c", LANDES), server.content()) == (said, before)
    assert server.metric("aiguilleur_reloads_total") == refused + 1
    assert "exemple.yml" in str(server.events("reload_refused")[-1]["findings"])
    clone.edit("stories/hubs/exemple.yml", "'#6b2d5'", "'#6b2d5c'")
    assert server.command("reload").returncode == 0
    assert server.say("d", LANDES).startswith("Ailleurs")


def test_what_the_model_has_to_learn_is_refused_and_a_faqs_text_is_not(server, clone):
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


def test_a_fact_that_ends_gives_way_to_the_next(server, clone):
    assert "REMN veut dire" in server.say("g", "que veut dire REMN ?")
    clone.edit("rules/programme/tables/titre_nom.yml", "- id: titre-nom\n", "- id: titre-nom\n  jusqu_a: 2025-07-12\n")
    assert server.command("reload").returncode == 0
    assert server.say("h", "que veut dire REMN ?").startswith("Depuis juillet 2025")


def test_a_site_that_is_added_to_a_hub_may_speak_for_it(server, clone):
    site = {"Origin": "https://bretagne.exemple.fr"}

    def admitted():
        return httpx.post(f"{server.url}/api/token", json={"hub": "bretagne"}, headers=site).status_code

    assert admitted() == 403
    clone.edit("stories/hubs/bretagne.yml", "hub-bretagne.net]", "hub-bretagne.net, https://bretagne.exemple.fr]")
    clone.edit("stories/hubs/bretagne.yml", "nom: Hub Bretagne", "nom: Le Hub Bretagne")
    assert server.command("reload").returncode == 0
    assert admitted() == 200
    told = httpx.get(f"{server.url}/hubs/bretagne.json", headers=site).json()
    assert (told["name"], told["origin_allowed"]) == ("Le Hub Bretagne", True)
    assert "Le Hub Bretagne" in httpx.get(f"{server.url}/").text


def test_a_place_that_is_given_another_name_is_found_by_it(server, clone):
    question = "quel organisme pour le titre complet, je suis au Bout du Monde"
    assert "Finistère" not in server.say("i", question)
    clone.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [Bout du Monde], codes: ['29']}\n"
    )
    assert server.command("reload").returncode == 0
    assert "Finistère" in server.say("j", question)


def test_telegram_is_told_of_a_command_that_reads_otherwise(running, server, clone):
    clone.edit("stories/answers/fr/telegram.yml", "Voir ce que je sais faire", "Voir tout ce que je fais")
    assert server.command("reload").returncode == 0

    def shown():
        menus = running.double.world.settings.commands
        return {key[-1]: [one["description"] for one in menu] for key, menu in menus.items()}

    running.wait(lambda: all("Voir tout ce que je fais" in shown()[code] for code in ("fr", "")), "the new menu")
    camille = running.double.private(language="fr")
    camille.writes("/aide")
    [answer] = running.hear(camille)
    assert "/aide – Voir tout ce que je fais" in plain(answer)


@pytest.mark.parametrize("reloads", [2, pytest.param(10, marks=pytest.mark.thorough)])
def test_under_load_no_message_is_lost_in_reloads_and_none_sees_two_contents(server, clone, reloads):
    """Each content writes its number into an answer's text and into its source, which stand in two files."""
    over = threading.Event()
    text, source = MELEE, '\nsource: "Source : {source}, {publie}."\n'

    def talk(number):
        answers = []
        with httpx.Client(base_url=server.url, timeout=60) as client:
            while not over.is_set():
                body = {"sender": f"load-{number}-{len(answers)}", "message": LANDES}
                answers.append(client.post(ROUTE, json=body))
                # Some sixty messages a second, and something left of the processor for who checks the files.
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
        answers = [answer for one in talks for answer in one.result(60)]
    assert {answer.status_code for answer in answers} == {200}
    said = [answer.json()[0]["text"] for answer in answers]
    numbers = [(re.search(r"Contenu (\d)\.", one), re.search(r"Source (\d)\b", one)) for one in said]
    assert all((one and one[1]) == (other and other[1]) for one, other in numbers)
    assert {int(one[1]) for one, _ in numbers if one} >= set(range(reloads - 1))


def test_a_server_that_is_no_more_is_not_waited_for(running, server):
    """Last here: it ends the server, which cannot tell of its end."""
    server.kill()
    done = server.command("reload")
    assert done.returncode == 1
    assert "Aucun serveur ne tourne avec le dossier de données" in done.stderr
    assert not list((running.data / "run").iterdir())
