"""What a message means, field by field, as its writer says it (`nlu/annotated/meanings/README.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rules.ids import StrEnum


class MessageAct(StrEnum):
    """What the writer does with a message."""

    ASK = "demande"
    ANSWER = "repond"
    TELL = "dit"
    CORRECT = "corrige"
    REJECT = "rejette"
    DOUBT = "doute"
    CONFIRM = "confirme"
    DECLINE = "refuse"
    THANK = "remercie"
    GREET = "salue"
    LEAVE = "part"
    DISTRESS = "detresse"
    ANNOYANCE = "agace"
    ABOUT_ASSISTANT = "assistant"
    PERSON = "humain"
    START_OVER = "recommencer"
    FORGET = "oublier"
    SUM_UP = "resume"


class MessageLink(StrEnum):
    """How a message depends on what came before it."""

    NEW = "nouveau"
    SAME = "meme"  # the same question with a changed value
    GOES_ON = "suite"  # another question on what is being spoken of
    BACK = "retour"
    ANSWERS = "reponse"


class Who(StrEnum):
    """Whom a question is about."""

    ME = "moi"
    STRUCTURE = "structure"
    OTHER = "autre"
    SEVERAL = "plusieurs"
    NOBODY = "personne"


class Operation(StrEnum):
    """What to do with the answer to a question."""

    ANSWER = "une"
    COMPARE = "comparer"
    CHOOSE = "choisir"
    VERIFY = "verifier"
    EACH = "chacun"
    CHANGES = "ce_qui_change"
    STILL_TRUE = "encore_vrai"
    NEXT = "suite"
    SUM_UP = "resumer"
    SHORTEN = "plus_court"
    BACK = "retour"


class Holder(StrEnum):
    """Whose something is that a message names."""

    ME = "moi"
    STRUCTURE = "structure"
    OTHER = "autre"
    NOBODY = "personne"


_FACT_ROLES = ("oui", "non", "plus", "pas_encore", "demande", "suppose", "souhaite")

ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "lieu": ("ici", "quitte", "va", "domicile", "pres", "demande", "refuse"),
    "date": ("entree", "formation", "module", "jour", "autre"),
    "convocation": _FACT_ROLES,
    "examen_ccp1": _FACT_ROLES,
    "habilitation": _FACT_ROLES,
    "module_deja_paye": _FACT_ROLES,
    "formation_initiale": _FACT_ROLES,
    "en_poste": _FACT_ROLES,
    "niveau": _FACT_ROLES,
    "personne": ("parle", "signe", "autre"),
    "organisme": ("cite", "demande", "refuse"),
    "chiffre": ("avance", "nomme"),
}
"""What a message may name, and what it may be there (`tests/evaluation/judging/labels.md`)."""

NO_TOPIC = "aucun"
"""The topic, or the course, of a message that has none."""

NOTHING = "-"
"""What words that name nothing are, and what a message that supposes nothing claims."""
