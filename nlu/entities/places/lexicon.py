"""The form of lexique/territoires.yml, as maintainers write it: in French."""

from __future__ import annotations

from rules.schema import Block


class AliasBlock(Block):
    """Other names of a department, of a region, or of several departments."""

    dit: list[str]
    codes: tuple[str, ...] = ()
    region: str | None = None
    nom: str | None = None
    au_choix: bool = False
    majuscule: tuple[str, ...] = ()


class ZoneWordsBlock(Block):
    """The words for a zone of territoires.yml."""

    nom: str
    dit: list[str]
    sauf_suivi_de: tuple[str, ...] = ()
    majuscule: tuple[str, ...] = ()


class CuesBlock(Block):
    """Words before a name that tell that it is a place."""

    prepositions: list[str]
    prepositions_faibles: list[str]
    lieux: list[str]
    communes: list[str]


class NumbersBlock(Block):
    """Words around a number that tell whether it is a department."""

    surs: list[str]
    possibles: list[str]
    suite: list[str]
    unites: list[str]
    mois: list[str]
    jours: list[str]
    codes_postaux: list[str]
    voisins: list[str]


class LexiconFile(Block):
    """The whole file."""

    autres_noms: list[AliasBlock]
    habitants: dict[str, list[str]]
    zones: dict[str, ZoneWordsBlock]
    double_sens: list[str]
    sauf_suivi_de: dict[str, list[str]]
    sauf_precede_de: dict[str, list[str]]
    mots_courants: list[str]
    noms_surs: list[str]
    jamais: list[str]
    exclusions: list[str]
    civilites: list[str]
    organisations: list[str]
    enseignes: list[str]
    voies: list[str]
    sauf_voies: list[str]
    prenoms: list[str]
    indices: CuesBlock
    numeros: NumbersBlock
