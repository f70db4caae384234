"""Intents that code refers to; all others are questions, answered by the table or the text of their name."""

from __future__ import annotations

FALLBACK = "nlu_fallback"
STATEMENT = "preciser"
OUT_OF_SCOPE = "hors_sujet"
DANGER = "danger"
"""What a message of danger or deep distress is, whatever else it says."""

GREET = "saluer"
THANK = "remercier"
ASK_FOR_PERSON = "humain"
ASK_WHO_YOU_ARE = "qui_es_tu"
ASK_ABILITIES = "capacites"
GOODBYE = "au_revoir"
START_OVER = "recommencer"
FORGET = "oublier"
FORGET_SOME = "oublier_un_fait"
CORRECT = "corriger"
REJECT = "pas_ma_question"
ACKNOWLEDGE = "bien_recu"
REPEAT = "repeter"
OTHER_LANGUAGE = "autre_langue"
LANGUAGE = "langue"
"""In a click that chooses a language: the language, where other clicks have a fact."""
WHY = "pourquoi"
SOURCE = "source"
SINCE_WHEN = "depuis_quand"
ABOUT_LAST_ANSWER = frozenset({WHY, SOURCE, SINCE_WHEN})
RELIABILITY = "fiabilite"
DETAILS = "details"
"""A click after "pourquoi ?": the rule, its facts, its dates and its source."""

MEMORY = "memoire"
WHOLE_MESSAGE = (FORGET, START_OVER, GOODBYE)
"""What a message means only where it says nothing else, by the phrases of `lexique/formules.yml`."""

CONFIRMED = frozenset({FORGET, START_OVER})
"""Acts carried out only after a yes; stories ask for it (`stories/recits`)."""

YES = "oui"
NO = "non"
YES_NO = frozenset({YES, NO})

WITHOUT_EXAMPLES = (FALLBACK, DANGER, FORGET_SOME, CORRECT, REJECT, ACKNOWLEDGE, DETAILS)
"""Intents that the interpretation gives and that have no examples: not understood, in danger, a fact to forget or to
correct, an answer to another question than the adviser's, "ok" after an answer, the details of an answer."""

NOT_UNDERSTOOD = frozenset({FALLBACK, OUT_OF_SCOPE, REJECT})
"""Intents of messages that got no answer, or a wrong one."""

COURTESY = frozenset({GREET, THANK})
"""Politeness around the fact that was asked for ("merci, 86")."""

ASKING_NOTHING = frozenset({STATEMENT, OUT_OF_SCOPE, *COURTESY, *YES_NO})
"""Intents of a part of a message that asks nothing of the programme by itself."""

SMALL_TALK = frozenset({GREET, THANK, ASK_FOR_PERSON, ASK_WHO_YOU_ARE, ASK_ABILITIES})
"""Intents about the assistant itself."""
