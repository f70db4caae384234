"""Mistakes in the files that all tables rest on: territories, organisations, hubs, facts and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from rules.errors import Finding
from rules.ids import CourseId, FactId
from rules.model import Organisation, Territory
from rules.schema import FactsFile, OrganisationsFile, TerritoriesFile, ZoneBlock
from rules.suggestions import choose, did_you_mean
from rules.yaml_lines import Document

T = TypeVar("T")

_DOMAINS = {FactId.PLACE: "territoires", FactId.CITED_ORGANISATION: "organismes"}
"""Where the values of some facts come from."""


def fact_findings(document: Document[FactsFile]) -> Iterable[Finding]:
    """Facts and courses that code refers to and the file lacks."""
    for name in FactId:
        domain = _DOMAINS.get(name)
        fact = document.content.faits.get(name)
        if fact is None or (domain and fact.valeurs != domain):
            yield Finding(
                document.place("faits", name, "valeurs"),
                f"il manque le fait « {name} »" if fact is None else f"« {name} » n'a plus ses valeurs",
                f"le rétablir, avec « valeurs: {domain} »" if domain else "le rétablir, avec ses valeurs",
            )
    courses = document.content.faits.get(FactId.COURSE)
    for course in CourseId:
        if courses and course not in courses.valeurs:
            yield Finding(
                document.place("faits", FactId.COURSE, "valeurs"),
                f"il manque la formation « {course} », dont l'assistant a besoin",
                f"rétablir « {course} » parmi les valeurs de « {FactId.COURSE} »",
            )


def region_findings(document: Document[TerritoriesFile]) -> Iterable[Finding]:
    """Territories of a region that the file does not list."""
    known = {block.nom for block in document.content.regions}
    for index, block in enumerate(document.content.territoires):
        if block.region not in known:
            yield Finding(
                document.place("territoires", index),
                f"« {block.region} » n'est pas une région de ce fichier",
                choose(block.region, sorted(known), document.file.name),
            )


def twice(document: Document[T], key: str, names: list[str]) -> Iterable[Finding]:
    """Names listed twice, with the line of the first."""
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Finding(
                document.place(key, index),
                f"« {name} » figure déjà à la ligne {document.place(key, names.index(name)).line}",
                "corriger l'un des deux, ou n'en garder qu'un",
            )


def zone_findings(document: Document[TerritoriesFile], known: Mapping[str, Territory]) -> Iterable[Finding]:
    """Zones that contain themselves, and parts of zones that do not exist."""
    zones = document.content.zones
    regions = {territory.region for territory in known.values()}
    for name, zone in zones.items():
        if _contains(name, name, zones):
            yield Finding(
                document.place("zones", name, "zones"),
                f"la zone « {name} » se contient elle-même",
                "retirer d'une de ces zones le nom de l'autre",
            )
        for key, values, domain, what in (
            ("zones", zone.zones, set(zones), "une zone de ce fichier"),
            ("codes", zone.codes, set(known), "le code d'un territoire de ce fichier"),
            ("sauf", zone.sauf, set(known), "le code d'un territoire de ce fichier"),
            ("regions", zone.regions, regions, "une région de ce fichier"),
            ("sauf_regions", zone.sauf_regions, regions, "une région de ce fichier"),
        ):
            for value in values:
                if value not in domain:
                    yield Finding(
                        document.place("zones", name, key),
                        f"zone « {name} » : « {value} » n'est pas {what}",
                        f"{did_you_mean(value, domain)}corriger cette valeur, ou la retirer",
                    )


def _contains(name: str, zone: str, zones: Mapping[str, ZoneBlock], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a zone is a part of another, directly or through its parts."""
    parts = [part for part in zones[zone].zones if part in zones and part not in seen]
    return name in parts or any(_contains(name, part, zones, seen | {part}) for part in parts)


def takeover_findings(
    document: Document[OrganisationsFile], organisations: Mapping[str, Organisation], sources: Iterable[str]
) -> Iterable[Finding]:
    """Organisations that take over from one that does not exist, or cite a source that does not."""
    for name, block in document.content.organismes.items():
        after = block.prend_la_suite
        if after and after.de not in organisations:
            problem = f"« {name} » prend la suite de « {after.de} », qui n'existe pas"
            yield Finding(
                document.place("organismes", name, "prend_la_suite", "de"),
                problem,
                f"{did_you_mean(after.de, organisations)}corriger le nom",
            )
        if after and after.source not in sources:
            problem = f"« {name} » prend la suite d'un autre d'après « {after.source} », qui n'est pas une source"
            remedy = choose(after.source, sources, "sources.yml")
            yield Finding(document.place("organismes", name, "prend_la_suite", "source"), problem, remedy)


def served_findings(document: Document[OrganisationsFile], territories: Document[TerritoriesFile]) -> Iterable[Finding]:
    """Organisations that serve a zone which does not exist."""
    zones = (*territories.content.zones, *(block.nom for block in territories.content.regions))
    for name, block in document.content.organismes.items():
        if block.territoire is not None and block.territoire not in zones:
            yield Finding(
                document.place("organismes", name, "territoire"),
                f"« {name} » : la zone « {block.territoire} » n'existe pas",
                choose(block.territoire, zones, "territoires.yml"),
            )


def link_findings(document: Document[OrganisationsFile]) -> Iterable[Finding]:
    """Several links of an organisation for one purpose, and a confidence that does not fit the address."""
    for owner, block in document.content.organismes.items():
        seen: set[str] = set()
        for index, link in enumerate(block.liens):
            place = document.place("organismes", owner, "liens", index)
            if link.pour in seen:
                remedy = "n'en garder qu'un, ou changer « pour »"
                yield Finding(place, f"« {owner} » a deux liens pour « {link.pour} »", remedy)
            seen.add(link.pour)
            if (link.adresse is None) != (link.confiance == "aucune"):
                problem = f"« {owner}.{link.pour} » : adresse et confiance ne vont pas ensemble"
                remedy = "confiance: aucune va sans adresse ; confirmee et a_verifier vont avec une adresse"
                yield Finding(place, problem, remedy)
