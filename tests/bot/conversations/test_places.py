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


TWO_PLACES = "mon frère est dans les Landes et moi en Gironde, qui fait le titre complet pour moi ?"


@each_row(
    ("messages", "named", "not_named"),
    [
        ([TWO_PLACES], ["ENSC"], "La Mêlée"),
        ([TWO_PLACES, "et mon frère ?"], ["La Mêlée"], "ENSC"),
        ([TWO_PLACES, "et mon frère ?", "et moi ?"], ["ENSC"], "La Mêlée"),
        (["ma collègue est à Cayenne, elle demande où s'inscrire au CCP1, et moi je suis à Tulle"],
         ["La Fabrik", "Francil’IN"], "ENSC"),
        (["titre complet à Agen ?", "je pars à Orthez, je finis avec le même organisme ?"],
         ["La Mêlée", "Je ne sais pas si une formation commencée"], "POP School"),
        (["my structure is in Libourne, my flat is near Dax: who runs the full title?"],
         ["ENSC", "I go by the place of work, in Gironde"], "La Mêlée"),
    ],
)  # fmt: skip
async def test_of_several_places_the_one_that_counts_is_answered_for(say, messages, named, not_named):
    reply = plain(await say(*messages))
    assert all(name in reply for name in named)
    assert not_named not in reply
