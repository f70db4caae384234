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
from tests.support.new_question import FILE, TICKETS
from tests.support.server import ROUTE, until

TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
CHARENTE = "quel organisme pour le titre complet en Charente ?"
LANDES = "quel organisme pour le titre complet dans les Landes ?"
CPF = "peut-on utiliser son CPF ?"
BRETAGNE = "https://bretagne.exemple.fr"
BOUT_DU_MONDE = "quel organisme pour le titre complet, je suis au Bout du Monde"


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


@pytest.fixture(scope="module")
def reloaded(running, cloned):
    """What `reload` does with a change of every kind, and again at once: one examination, of seconds, for all.

    What was answered before is asked first.
    """
    server = running.server
    assert "ENSC" in server.say("text", CHARENTE)
    assert "Je ne sais pas si le CPF" in server.say("faq", CPF)
    assert "REMN veut dire" in server.say("row", "que veut dire REMN ?")
    assert _admitted(server) == 403
    assert "Finistère" not in server.say("place", BOUT_DU_MONDE)
    before = server.content()
    cloned.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
    cloned.edit("stories/faq/cpf.yml", "Je ne sais pas si le CPF", "La page ne dit pas si le CPF")
    cloned.edit("rules/programme/tables/titre_nom.yml", "- id: titre-nom\n", "- id: titre-nom\n  jusqu_a: 2025-07-12\n")
    cloned.edit("stories/hubs/bretagne.yml", "hub-bretagne.net]", f"hub-bretagne.net, {BRETAGNE}]")
    cloned.edit("stories/hubs/bretagne.yml", "nom: Hub Bretagne", "nom: Le Hub Bretagne")
    cloned.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [Bout du Monde], codes: ['29']}\n"
    )
    cloned.edit("stories/answers/fr/telegram.yml", "Voir ce que je sais faire", "Voir tout ce que je fais")
    outcomes = [server.command("reload") for _ in range(2)]
    cloned.restore()
    assert server.content() != before
    return outcomes


def _admitted(server):
    """The status of a request for a token from a site of Bretagne's hub."""
    return httpx.post(f"{server.url}/api/token", json={"hub": "bretagne"}, headers={"Origin": BRETAGNE}).status_code


def test_the_command_names_the_content_and_tells_where_nothing_has_changed(server, reloaded):
    first, again = reloaded
    assert (first.returncode, again.returncode) == (0, 0)
    assert re.fullmatch(r"En service : contenu ([0-9a-f]{8})\.\n", first.stdout)[1] == server.content()
    assert again.stdout.split(" :")[0] == "Rien n’a changé"


@pytest.mark.usefixtures("reloaded")
def test_changed_text_is_sent_and_conversations_go_on(server):
    assert server.say("text", "et pour les Landes ?").startswith("Désormais, dans les Landes")


@pytest.mark.usefixtures("reloaded")
def test_changed_text_of_the_faq_is_sent(server):
    assert "La page ne dit pas si le CPF" in server.say("faq, later", CPF)


@pytest.mark.usefixtures("reloaded")
def test_ended_row_gives_way_to_the_next(server):
    assert server.say("row, later", "que veut dire REMN ?").startswith("Depuis juillet 2025")


@pytest.mark.usefixtures("reloaded")
def test_site_added_to_a_hub_is_admitted(server):
    assert _admitted(server) == 200
    hub = httpx.get(f"{server.url}/hubs/bretagne.json", headers={"Origin": BRETAGNE}).json()
    assert (hub["name"], hub["origin_allowed"]) == ("Le Hub Bretagne", True)
    assert "Le Hub Bretagne" in httpx.get(f"{server.url}/").text


@pytest.mark.usefixtures("reloaded")
def test_place_is_found_by_its_new_name(server):
    assert "Finistère" in server.say("place, later", BOUT_DU_MONDE)


@pytest.mark.usefixtures("reloaded")
def test_changed_description_of_a_command_is_sent_to_telegram(running):
    def shown():
        menus = running.double.world.settings.commands
        return {key[-1]: [command["description"] for command in menu] for key, menu in menus.items()}

    running.wait(lambda: all("Voir tout ce que je fais" in shown()[code] for code in ("fr", "")), "the new menu")
    camille = running.double.private(language="fr")
    camille.writes("/aide")
    [answer] = running.hear(camille)
    assert "/aide – Voir tout ce que je fais" in plain(answer)


def test_what_is_to_be_learnt_waits_and_the_rest_goes_into_service(server, clone):
    clone.edit("stories/faq/cpf.yml", "  - cpf titre complet\n", "  - le cpf pour le titre, oui ou non\n")
    clone.edit(TITLE, MELEE, "  texte: En attendant, {dans}, c'est La Mêlée.")
    tickets = clone.root / FILE
    tickets.write_text(TICKETS, encoding="utf-8")
    try:
        done = server.command("reload")
    finally:
        tickets.unlink()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"En service : contenu {server.content()}.\nEn attente d’un entraînement")
    assert "stories/faq/cpf.yml:1 — le modèle en service n'a pas appris ce fichier tel qu'il est" in done.stdout
    assert "stories/faq/tickets.yml:1 — cette question est nouvelle : elle n'est pas en service" in done.stdout
    assert "À faire : entraîner (make train), puis recommencer (aiguilleur reload)" in done.stdout
    assert server.say("waits", LANDES).startswith("En attendant")
    assert "Je ne sais pas si le CPF" in server.say("waits", CPF)


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
                # Some thirty messages a second, and processor time left for the examination of the files.
                time.sleep(0.1)
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
                until(lambda before=before: server.content() != before, 150, "new content")
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
