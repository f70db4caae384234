"""Ids of the texts that code renders by name, with their placeholders; `aiguilleur check` checks both."""

from __future__ import annotations

from enum import Enum
from typing import Final


class TextId(str, Enum):
    """A text's name in the maintainers' files, with the placeholders it must have (`words`)."""

    words: frozenset[str]

    def __new__(cls, name: str, *words: str) -> TextId:
        """Make a member from its name, then its placeholders."""
        text = str.__new__(cls, name)
        text._value_ = name
        text.words = frozenset(words)
        return text

    __str__ = str.__str__


class OwnText(TextId):
    """Texts of the assistant about itself, whatever the programme (`dialogue.yml` and others)."""

    GREETING = "saluer"
    ABILITIES = "capacites"
    DANGER = "danger"
    ANNOYANCE = "agacement"
    HARDSHIP = "epreuve"
    DISTRESS = "detresse"
    MISREAD = "mal_compris"
    GIVEN_UP = "abandon", "organisme", "courriel"
    FAILURE = "panne"
    EMPTY = "vide"
    TOO_LONG = "trop_long", "limite"
    EXPIRED_CHOICE = "choix_perime"
    NOTHING_TO_EXPLAIN = "rien_a_expliquer"
    CLARIFICATION = "lectures"
    NOT_UNDERSTOOD = "incompris"
    NONE_FITS = "aucune_option"
    YES_NO_WITHOUT_QUESTION = "oui_sans_question"
    PLACE_NOTED = "territoire_note", "dans"
    PLACE_UNKNOWN = "territoire_inconnu"
    MEMORY = "memoire", "faits"
    MEMORY_EMPTY = "memoire_vide"
    REPEAT = "repeter"
    OTHER_LANGUAGE = "autre_langue"
    START_OVER = "recommencer"
    OUT_OF_SCOPE = "hors_sujet"
    FORGET_FACT = "oublier_un_fait", "faits"
    FORGET = "oublier", "recu"
    PRIVACY = "confidentialite", "duree", "responsable", "base_legale"
    REJECTED = "pas_ma_question"
    ACKNOWLEDGED = "bien_recu"
    PERSON = "ecrire_a", "organisme", "courriel"
    HELD = "retenu", "faits"


COMMITMENTS: Final = frozenset({"duree", "responsable", "base_legale"})
"""Placeholders that the privacy notice fills in any text."""

PROMISES: Final = COMMITMENTS | {"recu"}
"""Placeholders filled in each of the assistant's own texts."""


class DemandText(TextId):
    """Texts of `demandes.yml` besides those that ask for a fact."""

    AMONG_PLACES = "territoire_parmi"


class InterfaceText(TextId):
    """Texts of `interface.yml`, around answers and on buttons."""

    SOURCE = "source", "source", "publie"
    SOURCE_DETAIL = "source_detail", "source", "section", "publie"
    NOTICE = "avis", "avis", "source", "publie"
    NOTICE_IN_BRIEF = "avis_en_bref", "avis"
    IN_PRACTICE = "en_pratique", "texte", "source_courte", "publie"
    BEFORE = "auparavant", "texte"
    UNCERTAIN = "sans_certitude"
    FOR_OTHER = "pour_autrui"
    FOR_ONESELF = "pour_soi"
    CONFIRMED = "confirme"
    SAME_ANSWER = "meme_reponse"
    OTHER_ANSWER = "autre_reponse"
    CHANGES_FOR = "change_pour", "parcours"
    UNCHANGED_FOR = "ne_change_pas_pour"
    NOTHING_CHANGES = "rien_ne_change"
    CHANGE_LINE = "ligne_de_changement", "quoi", "reponse"
    CARRIED_ON = "formation_commencee"
    WORKPLACE = "lieu_de_travail", "dans"
    ON_DAY = "au_jour", "jour"
    ON_FUTURE_DAY = "au_jour_futur", "jour"
    RESUMED = "reprise", "question"
    AGAIN = "redite"
    UNCHANGED = "inchangee"
    SOURCES_DIFFER = "sources_differentes"
    ANSWER_STANDS = "reponse_maintenue"
    OTHERWISE = "autre_question"
    MORE_PRECISE = "pour_preciser", "question"
    ASKED_AGAIN = "reponse_incomprise", "question"
    CARD = "titre_de_carte", "parcours", "dans"
    BY_COURSE = "par_formation", "dans"
    BY_PLACE = "par_departement", "sujet"
    FOLD = "a_savoir_aussi"
    LATER_STAGES = "etapes_suivantes"
    SHORTER = "plus_court"
    OTHER_PLACE = "autre_territoire"
    CASE = "par_cas", "cas", "reponse"
    PATH_CASE = "parcours_par_cas", "prochaine", "suite"
    PATH_CASE_ALONE = "parcours_par_cas_seul", "prochaine"
    PERSON_CASE = "par_personne", "pour_qui", "reponse"
    COURSE_QUESTION = "lecture", "question", "parcours"
    ENROL = "s_inscrire", "parcours"
    CORRECT = "corriger", "fait"
    COLON = "deux_points"
    SEE_PAGE = "voir_page"
    WEAK_LINK = "lien_a_verifier", "lien"
    NO_ADDRESS = "sans_adresse"
    SOMEWHERE = "sur_votre_territoire"
    ELSEWHERE = "ailleurs", "dans"
    EXCEPT = "zone_sauf", "dans", "sauf"
    ROLE = "role_tenu", "role", "dans"
    ROLE_SINCE = "role_tenu_depuis", "role", "dans", "jour"
    NOT_ANSWERED = "pas_compris", "extraits"
    QUOTE = "extrait", "extrait"
    DETAILS = "details"
    CONTROLLER = "responsable", "nom", "contact"
    UNKNOWN_CONTROLLER = "responsable_inconnu"
    PUBLIC_TASK = "base_mission_publique"
    LEGITIMATE_INTEREST = "base_interet_legitime"
    UNKNOWN_BASIS = "base_inconnue"
    KEPT_OF_ANOTHER = "garde_d_autrui", "faits"
    KEPT_TOPICS = "garde_sujets", "sujets"
    KEPT_QUESTIONS = "garde_questions", "questions"
    KEPT_OPINIONS = "garde_avis", "nombre"
    KEPT_COMMENTS = "garde_commentaires", "commentaires"
    KEPT_REPLIES = "garde_reponses"
    KEPT_ALERTS = "garde_alertes", "dans"
    WHY_RULE = "pourquoi_regle", "section"
    WHY_FACTS = "pourquoi_faits", "faits"
    WHY_FACT = "pourquoi_fait", "fait", "valeur"
    WHY_SOURCE = "pourquoi_source", "source", "section", "publie"
    WHY_SINCE = "pourquoi_depuis", "date"
    WHY_UNTIL = "pourquoi_jusqu_a", "date"
    WHY_ALWAYS = "pourquoi_toujours"
    WHY_ASKED = "pourquoi_demande", "fait"
    WHY_UNKNOWN = "pourquoi_inconnu"
    WHY_CONFLICT = "pourquoi_conflit"


MAY_NAME_SECTION: Final = frozenset({InterfaceText.SOURCE, InterfaceText.NOTICE})
"""Texts that may also have the placeholder `section`."""
