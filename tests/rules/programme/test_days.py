"""The day from which an adviser hears something else, and the day before."""

from __future__ import annotations

from tests.rules.programme.inventory import SPRING, Decided, Facts, eve_of, notices
from tests.support.tables import each_row

HUBIKOOP = {"organisme_cite": "hub_hubikoop"}
GIRONDE = {"territoire": "33"}
MODULES, MODULES_IN_GIRONDE = {"parcours": "modules"}, {"parcours": "modules", "territoire": "33"}
NOT_INVITED = {"parcours": "modules", "convocation": "pas_recue"}
CCP1, CCP1_OVERSEAS = {"parcours": "ccp1"}, {"parcours": "ccp1", "territoire": "974"}
AC, AC_IN_GIRONDE = {"parcours": "aidants_connect"}, {"parcours": "aidants_connect", "territoire": "33"}
TITLE, TITLE_IN_LANDES = {"parcours": "titre_complet"}, {"parcours": "titre_complet", "territoire": "40"}
PAID = {"module_deja_paye": "un"}

NEW_ANSWERS: list[tuple[str, str, Facts, str, str]] = [
    (SPRING, "acteur", HUBIKOOP, "ac_hubikoop", "acteur_hubikoop"),
    ("2024-07-01", "acteur", HUBIKOOP, "acteur_hubikoop", "acteur_hubikoop_ferme"),
    (SPRING, "contact", MODULES, "contact_centre_aide", "contact_mednum"),
    (SPRING, "total_formation", {}, "premiere_vague", "total_trois_parcours"),
    ("2025-10-01", "total_formation", {}, "total_trois_parcours", "total_formation"),
    ("2025-10-01", "stage", {}, "stage_avant", "stage"),
    ("2025-10-01", "test_positionnement", {}, "test_positionnement", "test_parcours_unique"),
    ("2026-01-01", "en_regle", {"premiere_annee": "oui"}, "en_regle_selon_l_entree", "en_regle_dans_l_annee"),
    ("2023-07-01", "ac_region", GIRONDE, "ac_hubikoop", "ac_pause"),
    (SPRING, "ac_region", GIRONDE, "ac_pause", "ac_region"),
    ("2023-07-01", "organisme", AC_IN_GIRONDE, "ac_hubikoop", "ac_pause"),
    (SPRING, "organisme", AC_IN_GIRONDE, "ac_pause", "ac_organisme"),
    (SPRING, "organisme", {**CCP1, **GIRONDE}, "organisme_premiere_vague", "ccp1_la_fabrik"),
    (SPRING, "organisme", MODULES_IN_GIRONDE, "modules_pas_encore", "modules_hub"),
    (SPRING, "organisme", TITLE_IN_LANDES, "titre_pas_encore", "titre_la_melee"),
    (SPRING, "inscription", CCP1_OVERSEAS, "organisme_premiere_vague", "inscription_ccp1_outre_mer"),
    (SPRING, "obligation", CCP1, "reforme_avant", "obligation_ccp1"),
    (SPRING, "financement", MODULES, "modules_pas_encore", "financement_regle"),
    (SPRING, "hub", {"territoire": "59"}, "hub_avant", "hub_actif"),
    (SPRING, "financement", AC, "ac_avant", "financement_aidants_connect"),
    ("2025-01-01", "conditions", NOT_INVITED, "conditions_modules_pas_encore", "conditions_modules_pas_convoque"),
    ("2025-01-01", "financement", PAID, "financement_deja_un", "financement_deja_un_selon_entree"),
    ("2024-10-01", "contact", CCP1_OVERSEAS, "contact_pop_school", "contact_francilin"),
    (SPRING, "conditions", TITLE, "titre_pas_encore", "conditions_titre"),
    ("2024-07-01", "organisme", MODULES_IN_GIRONDE, "modules_hub", "modules_nouvelle_aquitaine"),
]


@each_row(("day", "question", "facts", "before", "after"), NEW_ANSWERS)
def test_an_adviser_hears_the_new_answer_on_its_day_and_not_the_day_before(
    decided: Decided, day: str, question: str, facts: Facts, before: str, after: str
) -> None:
    assert decided(question, on=eve_of(day), **facts).wording == before
    assert decided(question, on=day, **facts).wording == after


NEW_NOTICES: list[tuple[str, str, Facts, str]] = [
    ("2024-07-01", "organisme", {"parcours": "modules", "territoire": "33"}, "modules_ensc"),
    ("2024-07-01", "ac_region", {"territoire": "33"}, "ac_au_catalogue"),
    ("2024-10-01", "organisme", {"parcours": "ccp1", "territoire": "974"}, "ccp1_francilin"),
    ("2024-10-01", "inscription", {"parcours": "ccp1", "territoire": "974"}, "ccp1_francilin"),
    ("2024-10-01", "organisme", {"parcours": "titre_complet", "territoire": "40"}, "titre_histya_en_place"),
    ("2024-10-01", "organisme", {"parcours": "ccp1"}, "ccp1_selon_zone_francilin"),
    ("2024-10-01", "inscription", {"parcours": "ccp1"}, "ccp1_selon_zone_francilin"),
    ("2024-07-01", "hub", {"territoire": "29"}, "modules_conumm"),
    ("2024-07-01", "organisme", {"parcours": "modules", "territoire": "45"}, "acteur_cefim"),
    ("2025-01-01", "conditions", {"parcours": "modules"}, "conditions_modules_entree"),
    ("2025-01-01", "financement", {"parcours": "modules"}, "financement_centre_aide"),
    ("2025-01-01", "second_module", {}, "financement_centre_aide"),
    ("2025-01-01", "choix_modules", {}, "choix_centre_aide"),
    ("2025-01-01", "obligation", {"parcours": "modules"}, "choix_centre_aide"),
    ("2025-01-01", "obligation", {}, "choix_centre_aide"),
    ("2025-01-01", "financement", {"parcours": "ccp1"}, "financement_centre_aide"),
    ("2025-07-13", "format", {"parcours": "titre_complet"}, "titre_a_verifier"),
    ("2025-07-13", "titre_nom", {}, "titre_mediateur"),
    ("2025-07-13", "contenu", {"parcours": "titre_complet"}, "titre_mediateur"),
    ("2025-07-13", "mon_parcours", {"situation": "recrute"}, "mon_parcours_titre_remplace"),
    ("2025-10-01", "parcours_initial", {}, "parcours_unique"),
    ("2025-10-01", "format", {"parcours": "ccp1"}, "parcours_unique"),
    ("2026-02-01", "catalogue", {}, "catalogue_nombre"),
]


@each_row(("day", "question", "facts", "notice"), NEW_NOTICES)
def test_an_adviser_hears_of_a_newer_source_from_its_day_and_not_the_day_before(
    decided: Decided, day: str, question: str, facts: Facts, notice: str
) -> None:
    assert notices(decided(question, on=eve_of(day), **facts)) == []
    decision = decided(question, on=day, **facts)
    assert notices(decision) == [notice]
    assert decision.notices[0].citation.published.fr
