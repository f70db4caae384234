"""Sentences that advisers could write about every territory, each with the departments that it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from nlu.entities.places.finder import PlaceFinder
from rules.schema import TerritoriesFile, TerritoryBlock
from rules.yaml_lines import read_document

ROOT = Path(__file__).parents[2]
PROGRAMME = ROOT / "rules/programme"
DATA = ROOT / "nlu/data"
LEXICON = ROOT / "nlu/lexique"

FRENCH_PLACES = [
    "qui gère le titre complet {} ?",
    "Bonjour, je suis conseillère numérique {}, comment m'inscrire au CCP1 ?",
    "jsui {} ki finance les modules ??",
    "On m'a dit que {} c'était différent pour Aidants Connect.",
    "et {} ?",
    "{} est-ce qu'on peut faire deux modules par an",
    "Je bosse {} depuis 3 mois, j'ai fait 70 heures de formation, et maintenant ?",
    "non pardon, {}",
    "Nous sommes deux conseillers {} et notre formation dure 17 semaines : qui contacter ?",
    "ma collègue travaille {}. Elle a reçu sa convocation le 12 mai, que faire ?",
]
ENGLISH_PLACES = [
    "who runs the full title {}?",
    "I am a digital adviser {} and I have 64 hours of training left, what next?",
    "what about advisers {}",
    "My colleague works {}. Can she enrol in two modules in 2024?",
]
NUMBERS = [
    "qui s'occupe du CCP1 dans le {} ?",
    "jsui ds le {} ki jdoi contacter",
    "le titre complet, département {}",
    "dept {} : qui finance ?",
    "conseiller du {} cherche un module",
    "who is it for department {}?",
    "I'm in the {}, who pays?",
]
NAMES = ["titre complet {}", "{} : quel hub ?", "hub {}", "formation initiale {} svp"]
TOWNS = [
    "je suis à {}, qui gère le CCP1 ?",
    "Je travaille à la mairie de {}. Comment m'inscrire ?",
    "conseiller numérique à {} : 2 modules par an possibles ?",
    "ma structure est basée à {} et je n'ai pas eu de convocation",
    "I am an adviser in {}, who pays for the modules?",
    "we are based near {}, which hub do we belong to?",
    "et pour une collègue de la commune de {} ?",
]
BIG_TOWNS = ["et pour {} ?", "quel organisme à {} pour le titre REMN", "non, {} plutôt", "full title, {}"]


@dataclass(frozen=True)
class TerritorySentence:
    """`codes` are the departments meant, none if the sentence names no territory."""

    text: str
    codes: frozenset[str]


def load_finder() -> PlaceFinder:
    """The finder on the real files."""
    return PlaceFinder.load()


def territories() -> list[TerritoryBlock]:
    """All departments and collectivities."""
    return read_document(PROGRAMME / "territoires.yml", TerritoriesFile).content.territoires


def communes() -> list[tuple[str, str, str]]:
    """All communes: department, name, marks."""
    rows = []
    for line in (DATA / "communes.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, names = line.partition("|")
            rows += [(code, name.rstrip("*+<~"), name[len(name.rstrip("*+<~")) :]) for name in names.split(",")]
    return rows


def positive_sentences(seed: int = 7) -> Iterator[TerritorySentence]:
    """Sentences over all territories and 500 communes."""
    random = Random(seed)  # noqa: S311
    for territory in territories():
        yield from _about(territory, random)
    rows = [row for row in communes() if "<" not in row[2]]
    towns = [row for row in rows if "+" in row[2] and "~" not in row[2]]
    villages = [row for row in rows if not row[2]]
    for code, name, _ in random.sample(towns, 300):
        for template in random.sample(TOWNS, 2) + random.sample(BIG_TOWNS, 1):
            yield TerritorySentence(_case(template.format(name), random), frozenset({code}))
    for code, name, _ in random.sample(villages, 200):
        yield TerritorySentence(random.choice(TOWNS).format(name), frozenset({code}))


def _about(territory: TerritoryBlock, random: Random) -> Iterator[TerritorySentence]:
    codes = frozenset({territory.code})
    for template in random.sample(FRENCH_PLACES, 5):
        yield TerritorySentence(_case(template.format(territory.dans), random), codes)
    for template in random.sample(ENGLISH_PLACES, 2):
        yield TerritorySentence(template.format(territory.en_anglais.partition(" (")[0]), codes)
    for template in random.sample(NUMBERS, 3):
        yield TerritorySentence(template.format(territory.code), codes)
    for template in random.sample(NAMES, 1):
        yield TerritorySentence(template.format(territory.nom), codes)


def _case(text: str, random: Random) -> str:
    """Now and then all in capitals or small letters, or without accents."""
    return random.choice([text, text, text, text.lower(), text.upper(), _plain(text)])


def _plain(text: str) -> str:
    return text.translate(str.maketrans("àâéèêëîïôöùûüçÉÈÎÔ", "aaeeeeiioouuucEEIO"))


UNITS = [
    "{} heures", "{}h", "{} h de formation", "{} semaines", "{} jours", "{} %", "{} €", "{} euros", "{} modules",
    "{} minutes", "{} mois", "{} hours", "{} weeks", "{} days", "{} conseillers", "{} ans", "le {} mai",
    "le {} septembre 2024", "{}/05/2024", "{} sessions", "{} questions",
]  # fmt: skip
AROUND = [
    "le parcours dure {} en tout",
    "j'ai déjà fait {}",
    "dans {} j'aurai ma convocation",
    "il me reste {} à faire",
    "the course lasts {}",
    "en {} c'est possible ?",
    "pour {} de plus",
    "du {}",
    "{} ?",
]
NO_PLACE = [
    "je suis en formation depuis le 12, on est au module 3",
    "la réunion de demain est annulée",
    "on a une réunion avec le hub à 14h",
    "c'est trop cher pour nous",
    "un lot de deux tours d'ordinateur",
    "la somme de 300 euros est versée par l'État",
    "il faut que je vienne avec ma convocation ?",
    "dans le nord de la France ou au sud, c'est pareil",
    "a nice course, thank you",
    "les sens de la formation",
    "je n'ai pas pris le bon port USB",
    "en mars 2024 j'ai passé le titre",
    "j'ai eu la convocation de mars",
    "merci Mme Tours",
    "mon tuteur M. Paris m'a aidé",
    "l'Espace Numérique Sud-Charente est notre employeur",
    "le Pimms Médiation de Bordeaux nous aide",
    "France Num et La Mêlée proposent quoi ?",
    "on 12 May 2024 what was the rule?",
    "the die is cast",
    "j'ai 2 enfants et 35 ans de métier",
    "appelez le 01 45 64 33 12",
    "c'est l'article 40 du règlement",
    "la page 33 du guide",
    "REMN niveau 5, 840 heures",
    "Windows 11 et Office 365",
    "le creuse-méninges de la session",
    "je manche de temps",
    "pix niveau 6 obtenu à 64 %",
    "est-ce que la formation est payante ?",
]


def negative_sentences(seed: int = 11) -> Iterator[TerritorySentence]:
    """Sentences that name no territory, though they hold numbers and words that could be one."""
    random = Random(seed)  # noqa: S311
    nothing: frozenset[str] = frozenset()
    for text in NO_PLACE:
        yield TerritorySentence(text, nothing)
    for number in range(1, 96):
        for unit in random.sample(UNITS, 3):
            yield TerritorySentence(random.choice(AROUND).format(unit.format(number)), nothing)
