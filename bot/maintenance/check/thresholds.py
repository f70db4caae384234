"""The thresholds of `verification.yml`, from which a text, an example or an address is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from nlu.entities.patterns import compiled
from nlu.training_data.examples import Language
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Key, read_document

FILE = Path(__file__).parent / "verification.yml"

WRITING: Final = re.IGNORECASE | re.MULTILINE
"""Flags of the expressions."""


class ThresholdBlock(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A block of the file."""


class TextThresholds(ThresholdBlock, frozen=True):
    """How long texts and sentences may be, when a text needs a short form, and how easy a file should be to read.

    `deuxieme_personne` has, for each language, an expression for addressing the adviser.
    """

    caracteres: int
    caracteres_bouton: int
    mots_sans_forme_courte: int
    mots_par_phrase: int
    facilite: dict[Language, float]
    mots_pour_mesurer: int
    memes_dans_les_deux_langues: list[str]
    deuxieme_personne: dict[str, str]


class ExampleThresholds(ThresholdBlock, frozen=True):
    """How many examples a question needs, how long they may be, and when two are nearly the same."""

    minimum: int
    caracteres: int
    lettres_pour_une_faute: int
    mots_pour_la_langue: int
    certitude_de_la_langue: float
    donnees_personnelles: tuple[str, ...]


class LinkThresholds(ThresholdBlock, frozen=True):
    """How old the evidence for an address may be, and what an address must not contain."""

    preuve_en_mois: int
    parametres_de_suivi: list[str]


class OnlineThresholds(ThresholdBlock, frozen=True):
    """How addresses are tried."""

    secondes: float
    a_la_fois: int


class StyleRule(ThresholdBlock, frozen=True):
    """What texts of some languages must not contain: an expression, the problem and the remedy."""

    trouve: str
    probleme: str
    remede: str
    langues: tuple[Language, ...] = ("fr", "en")


class Thresholds(ThresholdBlock, frozen=True):
    """The whole file."""

    textes: TextThresholds
    exemples: ExampleThresholds
    liens: LinkThresholds
    en_ligne: OnlineThresholds
    ecriture: list[StyleRule]


def load_thresholds(path: Path) -> Thresholds:
    """Read the file; a revision older than the file is measured by ours.

    Raises:
        ProgrammeError: the file is malformed, or an expression is.
    """
    document = read_document(path if path.exists() else FILE, Thresholds)
    findings: list[Finding] = []
    for key, expression in _expressions(document.content):
        compiled(expression, expression, document.place(*key), findings, WRITING)
    if findings:
        raise ProgrammeError(findings)
    return document.content


def _expressions(content: Thresholds) -> Iterator[tuple[Key, str]]:
    """The expressions of the file, each with its path."""
    for index, rule in enumerate(content.ecriture):
        yield ("ecriture", index, "trouve"), rule.trouve
    for language, expression in content.textes.deuxieme_personne.items():
        yield ("textes", "deuxieme_personne", language), expression
