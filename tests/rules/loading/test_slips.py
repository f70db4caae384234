"""What a maintainer is told of a slip in the programme's files: where it is, what is wrong with it, what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rules.errors import Finding
from tests.rules.loading.spoiling import Copy, reads
from tests.support.tables import each_row

ORGANISATIONS, TITLE, TRACKS = "tables/organisme.yml", "tables/titre_nom.yml", "tables/parcours_initial.yml"
ITEMS, STAGES, FORMAT = "elements.yml", "etapes.yml", "tables/format.yml"


@dataclass(frozen=True)
class Slip:
    """A text that becomes another; words of the problem and remedy; the mark, if not the new text, is on its line."""

    file: str
    old: str
    new: str
    problem: str
    remedy: str
    mark: str | None = None


REPEATING_ITSELF = Slip(
    TITLE,
    "# Le nom",
    "&a0 x0: []\n" + "".join(f"x{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)) + "# Le nom",
    "ce fichier reprend trop de fois ses propres morceaux",
    "écrire en entier ce qu'ils reprennent",
    mark="x6: &a6",
)

# fmt: off
UNKNOWN_NAMES = [
    Slip(TITLE, "source: arrete-2025", "source: arrete-2052", "la source « arrete-2052 » n'existe pas",
         "choisir parmi : hubikoop-2024, "),
    Slip(TRACKS, "niveau: debutant", "niveau: debutante", "« debutante » n'est pas une valeur de « niveau »",
         "choisir parmi : solide, intermediaire, debutant, non_precise, precise"),
    Slip(ORGANISATIONS, "territoire: nouvelle_aquitaine", "territoire: 40",
         "« 40 » n'est pas une valeur de « territoire »", "vouliez-vous écrire '40' ?"),
    Slip("faits.yml", "oui: recue", "oui: reçue", "« reçue » n'est pas une valeur de « convocation »",
         "choisir parmi : recue, pas_recue"),
    Slip(TITLE, "question: titre_nom\n", "question: titre_nom\nensuite: {pourquoi: reforme_raisons}\n",
         "« ensuite » : la question « reforme_raisons » n'existe pas", "choisir parmi : "),
    Slip("faits.yml", "question: financement", "question: finances", "la question « finances » n'existe pas",
         "choisir parmi : "),
    Slip("faits.yml", "parle_de: {parcours: aidants_connect}", "parle_de: {parcours: aidant_connect}",
         "« parcours » : la valeur « aidant_connect » n'existe pas", "choisir parmi : formation_initiale, "),
    Slip(ORGANISATIONS, "organismes: [histya]", "organismes: [histia]", "l'organisme « histia » n'existe pas",
         "corriger le nom, ou décrire l'organisme"),
    Slip(ORGANISATIONS, "liens: [histya.site]", "liens: [histya.inscription]",
         "le lien « histya.inscription » n'existe pas", "écrire organisme.usage"),
    Slip("roles.yml", "organisme: hub_antilles", "organisme: hub_antille",
         "rôle « hub » : l'organisme « hub_antille » n'existe pas", "décrire l'organisme dans organismes.yml"),
    Slip("sources.yml", "priorites:\n", "priorites:\n  organisme: [site-oficiel]\n",
         "« site-oficiel » n'est ni une source ni une ligne de la table « organisme »",
         "choisir parmi : hubikoop-2024, ", mark="organisme: [site-oficiel]"),
    Slip("sources.yml", "priorites:\n", "priorites:\n  organismes: [site-officiel]\n",
         "« priorites » : il n'y a pas de table « organismes »", "choisir parmi : ac_region, ",
         mark="organismes: [site-officiel]"),
    Slip(ORGANISATIONS, "[ccp1, modules, titre_complet]", "[ccp1, module]",
         "« pour_chaque » : « module » n'est pas une valeur de « parcours »",
         "choisir parmi : formation_initiale, ccp1, modules, "),
    Slip(ORGANISATIONS, "  parcours: [ccp1, modules,", "  parcour: [ccp1, modules,",
         "« pour_chaque » : le fait « parcour » n'existe pas", "choisir parmi : territoire, parcours, "),
    Slip("territoires.yml", "[partout]", "[nulle_part]", "« nulle_part » n'est pas une zone de ce fichier",
         "corriger cette valeur, ou la retirer"),
    Slip("territoires.yml", "codes: ['40', '64']", "codes: ['40', '640']",
         "« 640 » n'est pas le code d'un territoire de ce fichier", "corriger cette valeur, ou la retirer"),
]
CLASHES = [
    Slip("roles.yml", "ou: ['971', '972']", "ou: ['971', '972', '75']", "l'ont en même temps à Paris",
         "donner à la nouvelle ligne son premier jour"),
    Slip("sources.yml", "- id: fin-hubikoop", "- id: mednum-2024", "« mednum-2024 » figure déjà à la ligne ",
         "corriger l'un des deux, ou n'en garder qu'un",
         mark="- id: mednum-2024\n  titre:\n    fr: annonce de fermeture"),
    Slip("territoires.yml", "{code: '984'", "{code: '986'", "« 986 » figure déjà à la ligne ",
         "corriger l'un des deux, ou n'en garder qu'un", mark="{code: '986', nom: Wallis-et-Futuna"),
]
ROWS = [
    Slip(TRACKS, "quand: {niveau: debutant}\n  depuis: 2024-03-01", "quand: {niveau: solide}\n  depuis: 2199-01-01",
         "aucune ligne pour niveau = debutant × le ", "ajouter une ligne pour ce cas, ou élargir",
         mark="question: parcours_initial"),
    Slip("tables/test_positionnement.yml", "quand: {territoire: outre_mer}", "quand: {territoire: [outre_mer, '40']}",
         "disent deux choses pour territoire = 40 × le ", "disjoints, ou retirer l'une des deux",
         mark="id: test-outre-mer"),
    Slip(ORGANISATIONS, "  depuis: 2023-07-01\n  jusqu_a: 2024-02-29", "  depuis: 2023-07-01\n  jusqu_a: 2023-01-31",
         "elle finit avant de commencer", "corriger « depuis » ou « jusqu_a »", mark="jusqu_a: 2023-01-31"),
    Slip("roles.yml", "      jusqu_a: 2024-06-30", "      depuis: 2024-07-01\n      jusqu_a: 2024-06-30",
         "rôle « hub » : « hub_hubikoop » finit avant de commencer", "corriger « depuis » ou « jusqu_a »",
         mark="jusqu_a: 2024-06-30"),
    Slip(TITLE, "alors: {reponse: titre_nom}", "alors: {}", "il faut « reponse » ou « inconnu »",
         "garder « reponse » si le programme le dit"),
    Slip(TITLE, "alors: {reponse: titre_nom}", "alors: {reponse: titre_nom, inconnu: prix}", "et un seul des deux",
         "garder « reponse » si le programme le dit"),
    Slip(TITLE, "a_relire_avant: 2027-05-31", "a_relire_avant: 2026-05-31", "la relecture est due avant d'être faite",
         "mettre « a_relire_avant » après « relu »", mark="id: titre-nom"),
    Slip(TRACKS, "quand: {niveau: debutant}", "quand: {niveau: debutant, cadre: initiale}",
         "« cadre » n'est pas lu par cette table", "l'ajouter à « lit »"),
    Slip(TITLE, "id: titre-nom-mediateur", "id: titre-nom  # twice", "deux lignes s'appellent « titre-nom »",
         "renommer l'une des deux"),
    Slip(TITLE, "question: titre_nom", "question: test_positionnement", "« test_positionnement » a déjà une table",
         "donner un autre nom à la question"),
    Slip("tables/contact.yml", "question: contact", "question: autre",
         "il manque la table « contact », qui dit à qui s'adresser",
         "rétablir ce fichier, avec « question: contact »", mark="# À qui s'adresser"),
]
STAGES = [
    Slip(STAGES, "- id: titre_complet\n  parcours: titre_complet",
         "- id: titre_complet\n  parcours: titre_entier", "la formation « titre_entier » n'existe pas",
         "choisir parmi : formation_initiale", mark="parcours: titre_entier"),
    Slip(STAGES, "duree: test_positionnement", "duree: test_position",
         "la question « test_position » n'existe pas", "test_positionnement"),
    Slip(STAGES, "quand: {examen_ccp1: echoue}", "quand: {examen_ccp2: echoue}",
         "le fait « examen_ccp2 » n'existe pas", "examen_ccp1"),
    Slip(STAGES, "en_cours: [{situation: en_initiale}", "en_cours: [{situation: en_formation}",
         "« en_formation » n'est pas une valeur de « situation »", "choisir parmi : pas_recrute"),
    Slip(STAGES, "demander: [situation,", "demander: [statut,", "le fait « statut » n'existe pas", "situation"),
    Slip(STAGES, "apres: [inscription,", "apres: [inscrire,", "la question « inscrire » n'existe pas",
         "inscription"),
    Slip(STAGES, "- id: module_suivant", "- id: module_annuel", "deux étapes s'appellent « module_annuel »",
         "renommer", mark="- id: module_annuel\n  parcours: modules\n  quand: "),
    Slip("tables/mon_parcours.yml", "question: mon_parcours", "question: parcours_a_moi",
         "il manque la table « mon_parcours »", "rétablir", mark=""),
]
ITEMS = [
    Slip(ITEMS, "concerne: {parcours: pix}", "concerne: {parcours: pixx}", "« parcours: pixx » n'existe pas",
         "choisir parmi : formation_initiale, "),
    Slip(ITEMS, "concerne: {parcours: pix}", "concerne: {parcours: ccp1}",
         "« pix » concerne les mêmes faits que « ccp1 »", "n'en garder qu'un",
         mark="concerne: {parcours: ccp1}\n  heures: null\n  semaines: null"),
    Slip(ITEMS, "partie_de: formation_initiale", "partie_de: solide",
         "« ccp1 » : il ne peut pas être une partie de « solide »", "choisir un autre élément"),
    Slip(ITEMS, "semaines: [5, 15]", "semaines: [15, 5]",
         "« semaines » est un nombre, ou [le moins, le plus]", "[5, 15]"),
    Slip(ITEMS, "preparation: [titre_complet]", "preparation: [ensk]",
         "« ensk » n'est ni un organisme ni un rôle", "organismes.yml"),
    Slip(ITEMS, "  prix: null\n", "", "prix", "", mark="- id: formation_initiale"),
    Slip(ITEMS, "obligatoire: {questions: [obligation]}", "obligatoire: {questions: [obligations]}",
         "la question « obligations » n'existe pas", "choisir parmi : "),
    Slip(ITEMS, "obligatoire: {questions: [obligation]}", "obligatoire: {questions: []}",
         "il n'a pas de « questions »", "nommer les tables"),
    Slip(FORMAT, "elements: [solide, intermediaire,", "elements: [solides, intermediaire,",
         "l'élément « solides » n'existe pas", "choisir parmi : formation_initiale, ",
         mark="alors:\n    reponse: parcours_trois\n    verdict: {consecutifs: inconnu}\n    elements: [solides,"),
    Slip(FORMAT, "elements: [intervenir]", "elements: [intervenir], chiffres: {heures: 14}",
         "le chiffre « heures » est déjà donné par ses éléments", ITEMS),
    Slip("tables/obligation.yml", "verdict: {obligatoire: oui}", "verdict: {obligatoir: oui}",
         "le critère « obligatoir » n'existe pas", "choisir parmi : obligatoire, "),
]
WRITING = [
    Slip("territoires.yml", "codes: ['40', '64']", "codes: [40, '64']",
         "devrait être un texte, c'est un nombre entier", "mettre la valeur entre guillemets"),
    Slip(TITLE, "  depuis: 2025-07-13\n", "  depuis: 2025-07-13\n  depuis: 2025-07-14\n",
         "la clé « depuis » figure déjà à la ligne 18", "n'en garder qu'une", mark="depuis: 2025-07-14"),
    Slip(TITLE, "alors: {reponse: titre_nom}", "alors: {reponse: titre_nom",
         "l'accolade { de cette ligne ne se ferme pas", "fermer par }"),
    Slip(TITLE, "  depuis: 2025-07-13", "  depui: 2025-07-13", "la clé « depui » n'existe pas ici",
         "corriger le nom de la clé, ou la retirer"),
    Slip(TITLE, "  faits: [N03]\n", "", "il manque la clé « faits »", "ajouter cette clé",
         mark="id: titre-nom-mediateur"),
    Slip(TITLE, "depuis: 2025-07-13", "depuis: juillet", "« lignes.1.depuis »", "corriger la valeur"),
    Slip(TITLE, "depuis: 2025-07-13", "depuis: 2025-02-30", "la date « 2025-02-30 » n'existe pas",
         "corriger le jour ou le mois"),
    REPEATING_ITSELF,
    Slip(TITLE, "# Le nom", "# \x01Le nom", "un caractère invisible", "retaper la ligne à la main"),
]
# fmt: on


def told(copy: Copy, slip: Slip) -> tuple[Finding, ...]:
    """All findings of a slip, which is undone for the next."""
    path = copy.folder / slip.file
    before = path.read_bytes()
    copy.edit(slip.file, slip.old, slip.new)
    findings = copy.findings()
    about = next(finding for finding in findings if slip.problem in finding.problem)
    reads(about, path, copy.line(slip.file, slip.new if slip.mark is None else slip.mark), slip.problem, slip.remedy)
    path.write_bytes(before)
    return findings


@each_row("slip", [*UNKNOWN_NAMES, *CLASHES, *ROWS, *STAGES, *ITEMS, *WRITING])
def test_maintainer_is_told_of_a_slip_with_its_line_and_what_to_do(copy: Copy, slip: Slip) -> None:
    for finding in told(copy, slip):
        assert finding.place.line >= 1
        assert finding.problem
        assert finding.remedy


def test_missing_row_is_reported_by_its_smallest_case_first(copy: Copy) -> None:
    slip = Slip(
        ORGANISATIONS,
        "quand: {parcours: titre_complet}\n  sauf_role: [titre_complet]",
        "quand: {territoire: []}",
        "table « organisme » : aucune ligne pour parcours = titre_complet × territoire = 01 × le 2024-03-01",
        "ajouter une ligne",
        mark="question: organisme",
    )
    assert slip.problem in told(copy, slip)[0].problem


@each_row(
    ("spoil", "problem", "remedy"),
    [
        (lambda path: path.write_text("", encoding="utf-8"), "un bloc de clés, c'est vide", "écrire ce qui manque"),
        (Path.unlink, "fichier illisible", "rétablir le fichier"),
    ],
)
def test_missing_file_is_reported_by_name(
    copy: Copy, spoil: Callable[[Path], object], problem: str, remedy: str
) -> None:
    roles = copy.folder / "roles.yml"
    spoil(roles)
    (finding,) = copy.findings()
    reads(finding, roles, 1, problem, remedy)


def test_all_mistakes_in_the_tables_are_reported_at_once(copy: Copy) -> None:
    copy.edit(TITLE, "source: arrete-2025", "source: arrete-2052")
    copy.edit(TRACKS, "niveau: debutant", "niveau: debutante")
    copy.edit("tables/catalogue.yml", "lit: []", "lit: [")
    found = {finding.place.file.name for finding in copy.findings()}
    assert found == {"titre_nom.yml", "parcours_initial.yml", "catalogue.yml"}
