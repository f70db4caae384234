"""The form of the files in `programme/`, key by key, as maintainers write them: in French.

Every class is one block of YAML. msgspec refuses unknown keys and wrong types; `yaml_lines` finds the line.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import msgspec

Verdict = Literal["oui", "non", "en_partie", "selon", "inconnu"]
"""The answer to a yes/no question: yes, no, partly, it depends, or the source does not say."""


class Block(msgspec.Struct, forbid_unknown_fields=True):
    """Base of all blocks."""


class TextBlock(Block, kw_only=True):
    fr: str
    en: str


class SourceBlock(Block, kw_only=True):
    id: str
    titre: TextBlock
    titre_court: TextBlock | None = None
    publie: TextBlock
    adresse: str | None = None
    note: str | None = None


class SourcesFile(Block, kw_only=True):
    sources: list[SourceBlock]
    priorites: dict[str, list[str]] = {}


class TerritoryBlock(Block, kw_only=True):
    code: str
    nom: str
    dans: str
    en_anglais: str
    region: str
    type: Literal["departement", "drom", "collectivite"]


class RegionBlock(Block, kw_only=True):
    nom: str
    dans: str
    en_anglais: str


class ZoneBlock(Block, kw_only=True):
    types: list[str] = []
    regions: list[str] = []
    codes: list[str] = []
    zones: list[str] = []
    sauf: list[str] = []
    sauf_regions: list[str] = []


class TerritoriesFile(Block, kw_only=True):
    territoires: list[TerritoryBlock]
    regions: list[RegionBlock]
    zones: dict[str, ZoneBlock]


class LinkBlock(Block, kw_only=True):
    pour: str
    adresse: str | None = None
    confiance: Literal["confirmee", "a_verifier", "aucune"]
    preuve: str
    libelle: TextBlock | None = None


class TakeoverBlock(Block, kw_only=True):
    """Whose task an organisation has taken over, since when, by which source."""

    de: str
    depuis: date
    source: str


class OrganisationBlock(Block, kw_only=True):
    nom: str | TextBlock
    nom_court: str | None = None
    mots: list[str] = []
    liens: list[LinkBlock] = []
    courriel: str | None = None
    autres_courriels: list[str] = []
    preuve_courriel: str | None = None
    prend_la_suite: TakeoverBlock | None = None
    territoire: str | None = None


class OrganisationsFile(Block, kw_only=True):
    libelles: dict[str, TextBlock]
    organismes: dict[str, OrganisationBlock]


class DatedValueBlock(Block, kw_only=True):
    role: Literal["entree", "formation", "module"]
    valeur: str
    depuis: int | None = None
    jusque: int | None = None
    annee: Literal["passee", "celle_ci", "a_venir"] | None = None
    moins_d_un_an: bool | None = None
    a_venir: bool | None = None


class FactBlock(Block, kw_only=True):
    valeurs: list[str] | Literal["territoires", "organismes"]
    proposees: list[str] = []
    oui: str | None = None
    non: str | None = None
    parle_de: dict[str, str] = {}
    question: str | None = None
    dite_seule: dict[str, str] = {}
    implique: dict[str, dict[str, str]] = {}
    portee: Literal["conversation", "question"] = "conversation"
    se_compare: bool = False
    passageres: list[str] = []
    l_emporte_sur: dict[str, list[str]] = {}
    selon_la_date: list[DatedValueBlock] = []


class FactsFile(Block, kw_only=True):
    faits: dict[str, FactBlock]


class ItemBlock(Block, kw_only=True):
    """What is compared; every attribute is written, `null` where the source does not give it."""

    id: str
    nom: TextBlock
    concerne: dict[str, str]
    heures: int | None
    semaines: int | list[int] | None
    jours: int | None
    format: Literal["presentiel", "distance", "hybride"] | None
    prix: int | None
    payeur: Literal["etat_un_par_annee"] | None
    certificat: TextBlock | None
    lieu: TextBlock | None
    faits: list[str]
    roles: dict[str, list[str]] = {}
    minutes: int | None = None
    heures_stage: int | None = None
    jours_par_semaine: int | None = None
    obligation: Literal["obligatoire", "facultatif", "en_partie"] | None = None
    partie_de: str | None = None
    depuis: date | None = None
    succede_a: str | None = None
    source: str | None = None


class CriterionBlock(Block, kw_only=True):
    """What a question asks about an answer or an item: a verdict of a table, a value or an extreme of an attribute."""

    questions: list[str]
    contraire_de: str | None = None
    attribut: Literal["heures", "semaines", "format"] | None = None
    valeurs: dict[str, Verdict] = {}
    sinon: Literal["heures", "semaines"] | None = None
    choisit: Literal["le_moins", "le_plus"] | None = None
    entre_elements: bool = True


class ItemsFile(Block, kw_only=True):
    elements: list[ItemBlock]
    criteres: dict[str, CriterionBlock]


class ConsequenceBlock(Block, kw_only=True):
    reponse: str | None = None
    inconnu: str | None = None
    organismes: list[str] = []
    liens: list[str] = []
    chiffres: dict[str, int | float] = {}
    elements: list[str] = []
    verdict: dict[str, Verdict] = {}
    contact: Literal["selon_le_parcours"] | None = None
    remet_en_doute: bool = False


class WrittenRowBlock(Block, kw_only=True):
    """What the rows of tables and those of roles have in common."""

    id: str
    quand: dict[str, Any] = {}
    alors: ConsequenceBlock
    faits: list[str]
    source: str | None = None
    section: str | None = None
    relu: date | None = None
    a_relire_avant: date | None = None
    publie: TextBlock | None = None
    depuis: date | None = None
    jusqu_a: date | None = None
    sauf_role: list[str] = []


class RowBlock(WrittenRowBlock, kw_only=True):
    """A row of a table."""

    note: str | None = None
    sinon: bool = False


class RowDefaults(Block, kw_only=True):
    """What the rows of a table say unless they say otherwise themselves."""

    source: str
    section: str
    relu: date
    a_relire_avant: date


class TableFile(Block, kw_only=True):
    question: str
    par_defaut: RowDefaults
    titre: TextBlock
    lit: list[str]
    lignes: list[RowBlock]
    pour_chaque: dict[str, list[str]] = {}
    parle_de: dict[str, str] = {}
    ensuite: dict[str, str] = {}
    prealables: list[str] = []
    pour_plusieurs: str | None = None


class RoleRowBlock(WrittenRowBlock, kw_only=True):
    """A row of a table with which each holder of a role answers; « qui » stands for the holder."""

    table: str


class HolderBlock(Block, kw_only=True):
    """An organisation that holds a role: where, since and until when, in whose place, by which source.

    `pour` says what its row of a table has otherwise, by the id of the role's row; null: it has none.
    """

    organisme: str
    ou: str | list[str]
    depuis: date | None = None
    jusqu_a: date | None = None
    a_la_place_de: list[str] = []
    source: str | None = None
    section: str | None = None
    preuve: str | None = None
    faits: list[str] = []
    relu: date | None = None
    a_relire_avant: date | None = None
    publie: TextBlock | None = None
    pour: dict[str, dict[str, Any] | None] = {}


class RoleBlock(Block, kw_only=True):
    """What organisations do, each on its territory: the rows that say so, and who does it."""

    nom: TextBlock
    par_defaut: RowDefaults
    lignes: list[RoleRowBlock] = []
    qui: list[HolderBlock]


class RolesFile(Block, kw_only=True):
    roles: dict[str, RoleBlock]


class PathStageBlock(Block, kw_only=True):
    id: str
    parcours: str
    quand: dict[str, Any] = {}
    sauf: list[dict[str, Any]] = []
    faite: list[dict[str, Any]] = []
    en_cours: list[dict[str, Any]] = []
    facultative: bool = False
    avec: dict[str, str] = {}
    qui: str | None = None
    a_qui_demander: str | None = None
    duree: str | None = None
    payeur: str | None = None
    condition: str | None = None


class PathFile(Block, kw_only=True):
    """The stages of « mon parcours »."""

    depuis: date
    demander: list[str]
    apres: list[str]
    etapes: list[PathStageBlock]


class AttributeBlock(Block, kw_only=True):
    """What can be asked of an element."""

    nom: TextBlock
    question: str


class AttributesFile(Block, kw_only=True):
    attributs: dict[str, AttributeBlock]


class CellBlock(Block, kw_only=True):
    """The line that answers on an attribute of an element, in some case."""

    fr: str
    en: str
    faits: list[str]
    source: str
    quand: dict[str, Any] = {}
    connu: bool = True
    valeur: str | int | list[str | int] = []
    organismes: list[str] = []
    liens: list[str] = []
    publie: TextBlock | None = None


class MatrixFile(Block, kw_only=True):
    """All that can be asked of an element."""

    element: str
    nom: TextBlock
    parcours: str
    relu: date
    a_relire_avant: date
    cellules: dict[str, list[CellBlock]]


class SaidFile(Block, kw_only=True):
    """The cells that texts say, each text by its name; and the texts that say something narrower than any cell."""

    a_part: list[str]
    dit: dict[str, list[list[str]]]


class FaqFile(Block, kw_only=True):
    """The part of a FAQ file that concerns the rules; its sentences and texts concern the other rooms."""

    faq: str
    titre: TextBlock
    source: str
    section: str
    faits: list[str]
    relu: date
    a_relire_avant: date
    reponse: dict[str, Any]
    en_bref: dict[str, Any] = {}
    d_un_autre: dict[str, Any] = {}
    questions: dict[str, Any]
    suites: dict[str, Any] = {}
    parle_de: dict[str, str] = {}
    ensuite: dict[str, str] = {}
    prealables: list[str] = []
    d_un_autre_metier: list[str] = []
    pour_plusieurs: str | None = None
    organismes: list[str] = []
    liens: list[str] = []
    chiffres: dict[str, int | float] = {}
    elements: list[str] = []
    verdict: dict[str, Verdict] = {}
    inconnu: bool = False
    donne_les_dates: bool = False
    contact: Literal["selon_le_parcours"] | None = None
    publie: TextBlock | None = None
    auparavant: list[RowBlock] = []
