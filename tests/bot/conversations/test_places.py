"""Conversations about places: moves, home and work, courses that may have ended, and what depends on a zone."""

from __future__ import annotations

from tests.support.tables import each_row


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


@each_row("doubt", ["ça se fait encore, ce titre ?", "le titre n'existe plus, non ?"])
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


@each_row(("place", "named"), [("Rodez", "La Fabrik"), ("Mamoudzou", "Francil’IN")])
async def test_whom_to_write_to_is_told_for_the_place(say, place, named):
    reply = plain(await say(f"je travaille à {place}", "je voudrais parler à quelqu'un"))
    assert f"formation initiale : {named}." in reply
    assert len({name for name in ("La Fabrik :", "Francil’IN :") if name in reply}) == 1


async def test_aidants_connect_is_open_elsewhere_once_the_structure_is_accredited(say):
    reply = await say("peut-on encore suivre la formation Aidants Connect à Nancy ?")
    assert "ouvert une fois la structure habilitée" in reply.text
    assert "Nouvelle-Aquitaine" not in reply.text


TWO_PLACES = "mon frère est dans les Landes et moi en Gironde, qui fait le titre complet pour moi ?"


@each_row(
    ("messages", "named", "not_named"),
    [
        ([TWO_PLACES], ["ENSC"], "La Mêlée"),
        ([TWO_PLACES, "et mon frère ?"], ["La Mêlée"], "ENSC"),
        ([TWO_PLACES, "et mon frère ?", "et moi ?"], ["ENSC"], "La Mêlée"),
        (["ma collègue est à Cayenne, elle demande où s'inscrire au CCP1, et moi je suis à Tulle"],
         ["La Fabrik", "Francil’IN"], "ENSC"),
        (["je quitte Metz pour Fort-de-France, qu'est-ce que ça change pour le CCP1 ?"], ["La Fabrik", "Francil’IN"],
         "ENSC"),
        (["titre complet à Orthez, qui s'en occupe ?", "faut-il le CCP1 d'abord ?"], ["La Mêlée"], "Fabrik"),
        (["titre complet à Agen ?", "je pars à Orthez, je finis avec le même organisme ?"],
         ["La Mêlée", "Je ne sais pas si une formation commencée"], "POP School"),
        (["je suis à La Réunion, quel organisme pour le CCP1 ?", "et à Saint-Denis ?"], ["La Réunion"], "Fabrik"),
        (["my structure is in Libourne, my flat is near Dax: who runs the full title?"],
         ["ENSC", "I go by the place of work, in Gironde"], "La Mêlée"),
        (["I work in Tulle, who runs the full title?", "What would change in Niort?"], ["Nothing changes"], "Mêlée"),
    ],
)  # fmt: skip
async def test_of_several_places_the_one_that_counts_is_answered_for(say, messages, named, not_named):
    reply = plain(await say(*messages))
    assert all(name in reply for name in named)
    assert not_named not in reply


async def test_whether_an_organisation_serves_a_place_is_answered_by_the_one_that_does(say):
    reply = await say("je suis à Ajaccio, le CCP1 c'est POP School pour moi ?")
    assert "La Fabrik" in reply.paragraphs[0]
    assert "POP School" not in reply.paragraphs[0]
