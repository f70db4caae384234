"""Ids of the programme that code refers to. YAML declares them; loading fails where one is missing there."""

from __future__ import annotations

from enum import Enum
from typing import Final


class StrEnum(str, Enum):
    """As `enum.StrEnum` of Python 3.11: a member is its value, as a key and in f-strings too."""

    __str__ = str.__str__


class FactId(StrEnum):
    """Facts of `faits.yml`."""

    PLACE = "territoire"
    COURSE = "parcours"
    PERIOD = "cadre"
    FAMILY = "famille"
    CITED_ORGANISATION = "organisme_cite"
    CONVOCATION = "convocation"
    CCP1_EXAM = "examen_ccp1"
    ACCREDITATION = "habilitation"
    MODULE_ALREADY_PAID = "module_deja_paye"
    PERSON = "pour_qui"


class QuestionId(StrEnum):
    """Questions of `tables/`."""

    ORGANISATION = "organisme"
    CONDITIONS = "conditions"
    CONTENT = "contenu"
    CONTACT = "contact"
    ENROLMENT = "inscription"
    FORMAT = "format"
    MY_PATH = "mon_parcours"
    OBLIGATION = "obligation"
    ACTOR = "acteur"
    CONTACT_DETAILS = "coordonnees"


class CourseId(StrEnum):
    """Values of the fact `parcours`."""

    INITIAL_TRAINING = "formation_initiale"
    CCP1 = "ccp1"
    TITLE = "titre_complet"
    MODULES = "modules"
    AIDANTS_CONNECT = "aidants_connect"


SOMEONE_ELSE: Final = "autre"
"""Value of the fact `pour_qui`: the adviser spoken of is not the writer."""
