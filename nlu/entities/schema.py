"""The form of `lexique/mots.yml`, the small words of conversation: expressions by what they signal."""

from __future__ import annotations

import msgspec


class DateWords(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`jours`: expressions for the words before a date, and for verbs."""

    a_la_date: str
    avant: str
    pendant: str
    autre_temps: str
    maintenant: str


class CueExamples(msgspec.Struct, forbid_unknown_fields=True):
    """`exemples`: texts in which a cue occurs, and texts in which it does not."""

    oui: list[str]
    non: list[str]


class CuesFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/mots.yml` as a whole."""

    vides: str
    interjections: str
    suites: list[str]
    renvois: str
    negations: str
    refus: str
    lieux_quittes: str
    preferences: str
    lieux_voisins: str
    destinations: str
    repondu: str
    entamees: str
    lieux_d_autrui: str
    demandes_pour_autrui: str
    comparaisons: str
    lieux_supposes: str
    changements: str
    poursuites: str
    encore: str
    resumes: str
    domicile: str
    travail: str
    interrogatifs: str
    interrogatifs_en_fin: str
    relatifs: str
    annonces: str
    debuts_interrogatifs: str
    inversions: str
    plusieurs_questions: str
    contraires: str
    contradictions: str
    avant_cela: str
    ce_module: str
    soi: str
    premiere_personne: str
    troisieme_personne: str
    eux: str
    autrui: str
    employes: str
    autres_metiers: str
    rapporteurs: str
    chacun: str
    personnes: dict[str, str]
    jours: DateWords
    faits_nommes: dict[str, str]
    langues: dict[str, str]
    enumerations: str
    titre_du_ccp1: str
    jalons: str
    reformes: str
    perdus: str
    entrees: str
    exemples: dict[str, CueExamples]
