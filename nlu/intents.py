"""Intents that the reading treats in a way of their own; all others are questions of the programme or small talk."""

from __future__ import annotations

FALLBACK = "nlu_fallback"
STATEMENT = "preciser"
OUT_OF_SCOPE = "hors_sujet"
GREET = "saluer"
GOODBYE = "au_revoir"
START_OVER = "recommencer"
FORGET = "oublier"
FORGET_SOME = "oublier_un_fait"
CORRECT = "corriger"
REPEAT = "repeter"
OTHER_LANGUAGE = "autre_langue"
LANGUAGE = "langue"
"""In a click that chooses a language: the language, where other clicks have a fact."""
WHY = "pourquoi"
SOURCE = "source"
SINCE_WHEN = "depuis_quand"
ABOUT_LAST_ANSWER = frozenset({WHY, SOURCE, SINCE_WHEN})
MEMORY = "memoire"
WHOLE_MESSAGE = (FORGET, START_OVER, GOODBYE)
"""What a message means only where it says nothing else, by the phrases of `lexique/formules.yml`."""

CONFIRMED = frozenset({FORGET, START_OVER})
"""What is done only once the adviser has said yes; stories ask (`stories/recits`)."""

YES = "oui"
YES_NO = frozenset({YES, "non"})

WITHOUT_EXAMPLES = (FALLBACK, FORGET_SOME, CORRECT)
"""Intents that the reading gives and that have no examples: not understood, a fact to forget, a fact to correct."""

COURTESY = frozenset({GREET, "remercier"})
"""What is said beside the fact that was asked for ("merci, 86")."""

SMALL_TALK = frozenset({GREET, "humain", "qui_es_tu", "capacites", "remercier"})
"""What the assistant is told or asked about itself."""
