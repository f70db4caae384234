"""Conversations about places: moves, home and work, courses that may have ended, and what depends on a zone."""

from __future__ import annotations

import pytest


def plain(reply) -> str:
    links = " ".join(f"{link.title} {link.url}" for link in reply.all_links)
    return f"{reply.text} {links}".replace("\u00a0", " ").replace("\u202f", " ")


async def test_move_tells_what_changes_and_what_does_not(say):
    reply = plain(
        await say("quel organisme en Dordogne ?", "on vient de me muter à Dax, est-ce que ça change quelque chose ?")
    )
    assert "Le titre REMN complet : cela change." in reply
    assert reply.index("En Dordogne") < reply.index("Dans les Landes : La Mêlée")
    assert reply.index("Ce qui ne change pas") < reply.index("La Fabrik")
    assert "outre-mer" not in reply.lower()


async def test_move_without_a_change_says_so(say):
    reply = await say("I work in Tulle, who runs the full title?", "What would change if I moved to Niort?")
    assert reply.paragraphs[0].startswith("Nothing changes")


async def test_move_overseas_names_who_runs_the_initial_training_now(say):
    reply = plain(await say("je quitte Metz pour Fort-de-France, qu'est-ce que ça change pour le CCP1 ?"))
    assert "La Fabrik" in reply
    assert "Francil’IN" in reply


async def test_whether_a_course_is_finished_elsewhere_is_not_known(say):
    reply = await say("titre complet à Agen ?", "je pars à Orthez, je finis avec le même organisme ?")
    assert "Je ne sais pas si une formation commencée" in plain(reply)
    assert "La Mêlée" in reply.text


async def test_what_is_assumed_of_home_and_work_is_said(say):
    reply = await say("my structure is in Libourne, my flat is near Dax: who runs the full title?")
    assert "ENSC" in reply.text
    assert "I go by the place of work, in Gironde" in reply.text


@pytest.mark.parametrize("doubt", ["ça se fait encore, ce titre ?", "le titre n'existe plus, non ?"])
async def test_doubt_is_answered_first(say, doubt):
    reply = await say("qui prépare le titre complet à Brive ?", doubt)
    assert reply.paragraphs[0].startswith("Ce n’est pas sûr.")
    assert "ENSC" in reply.text


async def test_who_asks_on_the_mainland_is_not_told_of_overseas(say):
    reply = plain(await say("je suis à Rodez, combien d'heures dure la formation initiale ?"))
    assert "La Fabrik" in reply
    assert "outre-mer" not in reply.lower()
    overseas = plain(await say("et à Mamoudzou ?"))
    assert "Fabrik" not in overseas


@pytest.mark.parametrize(("place", "named"), [("Rodez", "La Fabrik"), ("Mamoudzou", "Francil’IN")])
async def test_whom_to_write_to_is_told_for_the_place(say, place, named):
    reply = plain(await say(f"je travaille à {place}", "je voudrais parler à quelqu'un"))
    assert f"formation initiale : {named}." in reply
    assert len({name for name in ("La Fabrik :", "Francil’IN :") if name in reply}) == 1


async def test_aidants_connect_is_open_elsewhere_once_the_structure_is_accredited(say):
    reply = await say("peut-on encore suivre la formation Aidants Connect à Nancy ?")
    assert "ouvert une fois la structure habilitée" in reply.text
    assert "Nouvelle-Aquitaine" not in reply.text


async def test_whether_the_ccp1_comes_before_the_title_is_asked_of_who_runs_the_title(say):
    reply = await say("titre complet à Orthez, qui s'en occupe ?", "faut-il le CCP1 d'abord ?")
    assert "La Mêlée" in reply.text
    assert "Fabrik" not in plain(reply)


TWO_PLACES = "mon frère est dans les Landes et moi en Gironde, qui fait le titre complet"


async def test_of_two_persons_places_the_one_asked_about_counts(say):
    assert (await say(f"{TWO_PLACES} pour moi ?")).outcome == "titre_ensc"


async def test_the_other_persons_place_is_kept_for_when_it_is_asked_for(say):
    reply = await say(f"{TWO_PLACES} pour moi ?", "et mon frère ?")
    assert "La Mêlée" in reply.text
    assert "ENSC" not in reply.text


async def test_the_adviser_comes_back_to_the_own_place(say):
    reply = await say(f"{TWO_PLACES} pour moi ?", "et mon frère ?", "et moi ?")
    assert "ENSC" in reply.text
    assert "La Mêlée" not in reply.text


async def test_where_two_are_told_of_and_neither_is_asked_about_both_are_answered(say):
    reply = await say("ma collègue est à Cayenne, elle demande où s'inscrire au CCP1, et moi je suis à Tulle")
    assert "La Fabrik" in reply.text
    assert "Francil’IN" in reply.text


async def test_a_name_of_several_towns_is_the_one_in_the_department_known(say):
    reply = await say("je suis à La Réunion, quel organisme pour le CCP1 ?", "et à Saint-Denis ?")
    assert "La Réunion" in reply.text
    assert not reply.awaits


async def test_whether_an_organisation_serves_a_place_is_answered_by_the_one_that_does(say):
    reply = await say("je suis à Ajaccio, le CCP1 c'est POP School pour moi ?")
    assert "La Fabrik" in reply.paragraphs[0]
    assert "POP School" not in reply.paragraphs[0]
