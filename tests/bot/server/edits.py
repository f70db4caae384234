"""What tests of servers edit in a clone's files, and ask."""

from __future__ import annotations

from tests.support.clone import Clone

HUB = "stories/hubs/exemple.yml"
COLOUR, WRONG_COLOUR = "'#6b2d5c'", "'#6b2d5'"
MISTAKE = "« #6b2d5 » n'est pas une couleur"
TITLE = "stories/answers/fr/titre.yml"
MELEE = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
LANDES = "quel organisme pour le titre complet dans les Landes ?"
PHRASES = ("stories/faq/cpf.yml", "  - cpf titre complet\n", "  - le cpf pour le titre, oui ou non\n")
"""Sentences that no model has learnt."""


def make_mistake(clone: Clone) -> int:
    """Write a colour that is none; return its line."""
    return clone.edit(HUB, COLOUR, WRONG_COLOUR)


def mend(clone: Clone) -> None:
    """Undo :func:`make_mistake`."""
    clone.edit(HUB, WRONG_COLOUR, COLOUR)


def begin_with(clone: Clone, word: str) -> None:
    """Have the answer to LANDES begin with another word."""
    clone.edit(TITLE, MELEE, f"  texte: {word}, {{dans}}, c'est La Mêlée.")
