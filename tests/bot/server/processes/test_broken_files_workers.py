"""Several processes that are started on files with a mistake: all answer with the last good ones, and all say so."""

from __future__ import annotations

from tests.support.server import Server, ready

HUB = "stories/hubs/exemple.yml"
COLOUR, WRONG_COLOUR = "'#6b2d5c'", "'#6b2d5'"
TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
LANDES = "quel organisme pour le titre complet dans les Landes ?"
_ASKED = 40
"""Times, each on a connection of its own: whichever process is free takes it."""


def _statuses(server):
    return {server.ready()[1].get("files", "ok") for _ in range(_ASKED)}


def _figures(server):
    return {server.metric("aiguilleur_files_refused") for _ in range(_ASKED)}


def test_all_processes_answer_with_the_last_good_files_and_say_so_until_they_are_mended(
    tmp_path, models, database, redis_server, clone
):
    services = {"DATABASE_URL": database, "REDIS_URL": redis_server.url}
    data = tmp_path / "data"
    with ready(Server(data, models, "--workers", "2", root=clone.root, **services)) as server:
        content = server.content()
        assert _statuses(server) == {"ok"}
        # Refused while it runs, too: the first process reads the files, and all say so.
        clone.edit(HUB, COLOUR, WRONG_COLOUR)
        assert server.command("reload").returncode == 1
        assert (_statuses(server), _figures(server)) == ({"refused"}, {1})
        assert server.stop() == 0
    with ready(Server(data, models, "--workers", "2", root=clone.root, **services)) as server:
        assert (_statuses(server), _figures(server)) == ({"refused"}, {1})
        assert server.content() == content
        assert len(server.events("files_refused")) == 1
        clone.edit(HUB, WRONG_COLOUR, COLOUR)
        assert server.command("reload").stdout.startswith("Rien n’a changé")
        assert (_statuses(server), _figures(server)) == ({"ok"}, {0})
        clone.edit(TITLE, MELEE, "  texte: Désormais, {dans}, c'est La Mêlée.")
        assert server.command("reload").returncode == 0
        assert {server.say(f"adviser-{number}", LANDES).split(",")[0] for number in range(10)} == {"Désormais"}
