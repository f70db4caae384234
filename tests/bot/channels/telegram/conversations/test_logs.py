"""What an operator's log and figures tell of advisers: nothing that names them, and nothing that they wrote."""

from __future__ import annotations

import json

from tests.bot.channels.telegram.conversations.running import SECRET, Running


def test_the_log_and_the_figures_name_nobody_and_quote_nothing(telegram: Running) -> None:
    who = telegram.double.private(language="fr", first_name="Théophraste", username="theophraste_64")
    team = telegram.double.supergroup("Les Pélicans", privacy=False)
    asked = who.writes("qui contacter pour le titre complet dans les Landes ? C'est pour Barnabé Coquelicot.")
    [answer] = telegram.hear(who)
    who.edits(asked, "qui contacter pour le titre complet en Charente ? C'est pour Barnabé Coquelicot.")
    who.presses(answer, "👍 Utile")
    who.sends("photo", caption="un coquelicot dans les Landes")
    who.sends("contact")
    who.writes("/departement Landes coquelicot")
    who.asks_inline("landes titre coquelicot")
    team.writes(who.user, "@aiguilleur_bot coquelicot ?")
    team.writes(who.user, "coquelicot !")
    who.presses(answer, data="c_coquelicot")
    who.writes("coquelicot " * 300)
    who.blocks()
    assert telegram.hear(team)
    log = telegram.server.log()
    assert all(json.loads(line) for line in log.splitlines())
    output = (log + telegram.figures()).casefold()
    names = ("théophraste", "theophraste", "pélicans", "barnabé", "coquelicot", "dominique", "+33100000000")
    for word in (*names, str(who.id), str(team.id), telegram.double.token, telegram.double.token[5:], SECRET):
        assert word.casefold() not in output
