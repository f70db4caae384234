"""Topics: no strong word decides alone; what an adviser asks about gets its own answer, at once and later on."""

from __future__ import annotations

from tests.support.tables import each_row


@each_row(
    ("message", "outcome"),
    [
        # money back: for a module, or for the journey to it
        ("la commune a réglé mon module au printemps, on peut le faire rembourser par l'État ?", "module_reporte"),
        ("mon billet de train pour le module, on me le rembourse ?", "frais_deplacement"),
        # late: on the modules, or to a class
        ("je n'ai suivi qu'un module sur les deux, suis-je en retard ?", "en_regle_selon_l_entree"),
        ("je vais arriver en retard au cours demain matin", "absence_formation"),
        # the référent's certificate, or the diploma to begin with
        ("y a-t-il une certification de référent numérique ?", "referent_rncp"),
        ("quel diplôme faut-il pour le CCP1 ?", "diplome_age"),
    ],
)
async def test_topic_is_told_from_its_neighbour(say, message, outcome):
    assert (await say(message)).outcome == outcome


async def test_who_is_threatened_by_the_employer_is_not_sent_to_the_employer(say):
    text = (await say("ma directrice veut me licencier si je n'ai pas le CCP1, elle a le droit ?")).text
    assert "syndicat" in text
    assert "inspection du travail" in text
    assert "à votre employeur" not in text
