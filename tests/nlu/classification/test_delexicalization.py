"""Delexicalization: where a part of an utterance stands before and after it."""

from __future__ import annotations

from nlu.classification.delexicalization import Delexicalized, Delexicalizer, Replacement
from nlu.resources import project_resources

TOLD = "à Pau, demain, qui paie ?"
READ = Delexicalized("à Landes, , qui paie ?", (Replacement(2, 5, "Landes"), Replacement(7, 13, "")))


def test_a_part_that_was_read_is_found_in_the_words_of_the_adviser():
    start, end = READ.text.index("qui"), READ.text.index(" ?")
    assert TOLD[READ.original(start) : READ.original(end)] == "qui paie"
    assert TOLD[READ.original(0) : READ.original(len("à Landes"))] == "à Pau"


def test_what_was_not_replaced_stands_where_it_is_found_again():
    kept = [at for at in range(len(TOLD)) if not (2 <= at < 5 or 7 <= at < 13)]
    assert [READ.original(READ.position(at)) for at in kept] == kept


def test_a_name_that_nobody_learnt_is_heard_as_one_that_was():
    named = {
        "Cap Numérique Poitou": "cap_poitou",
        "l'OPCO de la cohésion sociale": "uniformation",
        "La Mêlée": "la_melee",
        "Mêlée du Béarn": "la_melee",
    }

    def organisations(text: str) -> list[tuple[str, int, int]]:
        return [(named[name], text.index(name), text.index(name) + len(name)) for name in named if name in text]

    resources = project_resources()
    read = Delexicalizer(resources.lexicon.dates, resources.places, organisations)
    assert read("c'est qui Cap Numérique Poitou, à Pau ?") == "c'est qui RhinOcc, à Landes ?"
    assert read("c'est qui l'OPCO de la cohésion sociale ?") == "c'est qui Uniformation ?"
    assert read("c'est qui La Mêlée ?") == "c'est qui La Mêlée ?"
    assert read("c'est qui Mêlée du Béarn ?") == "c'est qui La Mêlée ?"
