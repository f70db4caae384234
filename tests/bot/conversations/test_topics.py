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
        # threatened over the training
        ("mon président menace de rompre mon contrat si je n'ai pas le CCP1", "refus_formation"),
        # work beside the course, or another employer
        ("est-ce que je garde mes permanences dans ma structure pendant la formation ?", "horaires"),
        ("je quitte ma mairie pour une association en pleine formation", "changement_structure"),
        # the test at the start, or the exam
        ("j'ai raté l'examen du CCP1, je peux le repasser ?", "repasser_examen"),
        # the référent: the job, where one is, the certificate, the guide
        ("y a-t-il une certification de référent numérique ?", "referent_rncp"),
        ("quel diplôme faut-il pour le CCP1 ?", "diplome_age"),
        # before the contract
        ("je signe mon contrat dans quinze jours, puis-je m'inscrire avant ?", "eligibilite"),
        ("quelle est la date limite pour s'inscrire ?", "date_limite"),
        # the sum, or one length
        ("fais-moi la somme des heures : cours, stage et modules", "total_formation"),
        # an enrolment that goes wrong
        ("j'ai un problème avec mon inscription, qui prévenir ?", "personne_ne_repond"),
    ],
)
async def test_topic_is_told_from_its_neighbour(say, message, outcome):
    assert (await say(message)).outcome == outcome


async def test_who_is_threatened_by_the_employer_is_not_sent_to_the_employer(say):
    text = (await say("ma directrice veut me licencier si je n'ai pas le CCP1, elle a le droit ?")).text
    assert "syndicat" in text
    assert "inspection du travail" in text
    assert "à votre employeur" not in text


async def test_sum_of_the_hours_is_said_to_be_our_own(say):
    text = (await say("en comptant le stage et les deux modules, ça fait combien d'heures en tout ?")).text
    assert "399" in text
    assert "413" in text
    assert "ma somme" in text
