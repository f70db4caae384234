"""From `programme/*.yml` to a checked :class:`rules.model.Programme`.

Everything wrong is collected and told at once, with file, line and remedy; nothing is used half-checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from rules.base_findings import (
    fact_findings,
    link_findings,
    region_findings,
    served_findings,
    takeover_findings,
    twice,
    zone_findings,
)
from rules.cells import (
    ATTRIBUTES,
    MATRIX,
    SAID,
    attribute_findings,
    build_cells,
    cell_findings,
    read_matrix,
    said_findings,
)
from rules.errors import Finding, ProgrammeError
from rules.facts import DatedValue, FactDefinition
from rules.grid import build_grid
from rules.ids import QuestionId
from rules.items import item_findings, read_criteria, read_items
from rules.model import (
    AskedAttribute,
    AskedElement,
    Confidence,
    Link,
    Organisation,
    Place,
    Programme,
    Source,
    Table,
    Takeover,
    Territory,
    Text,
)
from rules.path_reading import path_definition, path_findings
from rules.proof import proof
from rules.roles import holders, read_holdings, rows_of_roles
from rules.schema import (
    AttributesFile,
    FactsFile,
    FaqFile,
    ItemsFile,
    MatrixFile,
    OrganisationBlock,
    OrganisationsFile,
    PathFile,
    RolesFile,
    SaidFile,
    SourcesFile,
    TableFile,
    TerritoriesFile,
    TextBlock,
    ZoneBlock,
)
from rules.suggestions import choose, did_you_mean
from rules.tables import as_text, faq_table, misnamed, read_table
from rules.yaml_lines import Document, read_all, read_document, read_sound

T = TypeVar("T")

_YEARS = {"passee": -1, "celle_ci": 0, "a_venir": 1}

PROGRAMME = Path(__file__).parent / "programme"
ROLES = "roles.yml"

_CONFIDENCE: dict[str, Confidence] = {"confirmee": "confirmed", "a_verifier": "weak", "aucune": "none"}

_ANY_USE = "site"
"""The use whose label serves for uses without one."""


def load_programme(directory: Path = PROGRAMME, faq: Path | None = None, left_out: Collection[str] = ()) -> Programme:
    """Read and check a programme.

    Args:
        directory: the folder with `sources.yml`, `territoires.yml`, … and `tables/`.
        faq: a folder of plain questions, each a table of one row.
        left_out: the names of plain questions not to read.

    Raises:
        ProgrammeError: with every finding.
    """
    findings: list[Finding] = []
    programme, roles = _with_base(directory)
    documents = list(read_all(directory / "tables", TableFile, findings))
    unreadable = bool(findings)
    of_roles, problems = rows_of_roles(
        roles, programme, {document.content.question: document.content.lit for document in documents}
    )
    findings += problems if not unreadable else ()  # an unreadable table has its own finding
    sources = read_document(directory / "sources.yml", SourcesFile)
    order = _orders(sources)
    stages = read_document(directory / "etapes.yml", PathFile)
    read = [
        read_table(document, programme, order, of_roles.get(document.content.question, ())) for document in documents
    ]
    questions = read_all(faq, FaqFile, findings, left_out) if faq else ()
    read += [faq_table(document, programme, order) for document in questions]
    attributes = read_document(directory / ATTRIBUTES, AttributesFile)
    said = read_document(directory / SAID, SaidFile)
    elements = list(read_all(directory / MATRIX, MatrixFile, findings))
    cells, problems = read_matrix(elements, attributes, programme)
    findings += [*problems, *said_findings(said, cells)]
    tables: dict[str, Table] = {}
    for table, problems in read:
        findings.extend(problems)
        if table.question in tables:
            findings.append(_taken(table, tables[table.question]))
        tables[table.question] = table
    if not unreadable:
        findings.extend(attribute_findings(attributes, [document.content.question for document in documents]))
        findings.extend(_missing_tables(sources, directory, tables))
        findings.extend(_priority_findings(sources, tables))
        findings.extend(_pointing_nowhere(directory, programme, tables))
        findings.extend(path_findings(stages, programme, tables))
    if findings:
        raise ProgrammeError(findings)
    grids = {question: build_grid(table, programme.facts) for question, table in tables.items()}
    written = build_cells(cells, programme)
    findings = list(proof((*grids.values(), *written.values()), partial(_value_place, directory), date.today()))
    findings += cell_findings(written)
    if findings:
        raise ProgrammeError(findings)
    return replace(
        programme,
        tables=tables,
        grids=dict(grids),
        path=path_definition(stages.content, programme),
        attributes={
            name: AskedAttribute(as_text(block.nom), block.question)
            for name, block in attributes.content.attributs.items()
        },
        elements={
            document.content.element: AskedElement(as_text(document.content.nom), document.content.parcours)
            for document in elements
        },
        narrower=frozenset(said.content.a_part),
        said={name: tuple((element, asked) for element, asked in pairs) for name, pairs in said.content.dit.items()},
        cells={(cell.element, cell.attribute): grid for cell, grid in written.items()},
    )


def load_base(directory: Path = PROGRAMME) -> Programme:
    """A programme without tables, for when rows are still to be written.

    Raises:
        ProgrammeError: with every finding of the other files.
    """
    return _with_base(directory)[0]


def _value_place(directory: Path, fact: str, value: str) -> Place | None:
    """Where a value of a fact is written; None if another file describes it."""
    document = read_document(directory / "faits.yml", FactsFile)
    values = document.content.faits[fact].valeurs
    if isinstance(values, str) or value not in values:
        return None
    return document.place("faits", fact, "valeurs", values.index(value))


def _taken(table: Table, other: Table) -> Finding:
    return Finding(
        table.place,
        f"« {table.question} » a déjà une table ({other.place})",
        "donner un autre nom à la question, ou réunir les deux fichiers",
    )


_NEEDED_FOR = {
    QuestionId.CONTACT: "qui dit à qui s'adresser",
    QuestionId.ORGANISATION: "qui répond à un lieu et une formation",
    QuestionId.CONTENT: "qui répond à une formation sans question",
    QuestionId.CONDITIONS: "qui répond à la situation d'un conseiller",
    QuestionId.ENROLMENT: "que proposent les boutons sous les réponses",
    QuestionId.FORMAT: "qui compare les formations",
    QuestionId.MY_PATH: "qui introduit les étapes de etapes.yml",
}


def _missing_tables(sources: Document[SourcesFile], directory: Path, tables: Mapping[str, Table]) -> Iterable[Finding]:
    for question in QuestionId:
        if question not in tables:
            yield Finding(
                Place(directory / "tables" / f"{question}.yml", 1),
                f"il manque la table « {question} », {_NEEDED_FOR[question]}",
                f"rétablir ce fichier, avec « question: {question} »",
            )
    for name in sources.content.priorites:
        if name not in tables:
            yield Finding(
                sources.place("priorites", name),
                f"« priorites » : il n'y a pas de table « {name} »",
                choose(name, tables, "rules/programme/tables"),
            )


def _priority_findings(sources: Document[SourcesFile], tables: Mapping[str, Table]) -> Iterable[Finding]:
    """Names under « priorites » that are neither a source nor a row of the table."""
    known = [block.id for block in sources.content.sources]
    for name, first in sources.content.priorites.items():
        rows = [row.id for row in tables[name].rows] if name in tables else first
        for index, source_or_row in enumerate(first):
            if source_or_row not in (*known, *rows):
                yield Finding(
                    sources.place("priorites", name, index),
                    f"« {source_or_row} » n'est ni une source ni une ligne de la table « {name} »",
                    f"{did_you_mean(source_or_row, (*known, *rows))}choisir parmi : {', '.join(known)}, ou écrire "
                    "l'« id » d'une ligne de cette table",
                )


def _pointing_nowhere(directory: Path, programme: Programme, tables: Mapping[str, Table]) -> Iterable[Finding]:
    """References from facts, criteria and tables to questions or facts that do not exist."""
    document = read_document(directory / "faits.yml", FactsFile)
    for name, fact in document.content.faits.items():
        if fact.question and fact.question not in tables:
            yield _unknown(document.place("faits", name, "question"), "la question", fact.question, tables)
        for key, facts in (("parle_de", fact.parle_de), *(("implique", implied) for implied in fact.implique.values())):
            for other, value, known in misnamed(facts, programme):
                yield _unknown(document.place("faits", name, key), f"« {other} » : la valeur", value, known)
    items = read_document(directory / "elements.yml", ItemsFile)
    for name, criterion in items.content.criteres.items():
        for question in criterion.questions:
            if question not in tables:
                yield _unknown(items.place("criteres", name), "la question", question, tables)
    for table in tables.values():
        if table.for_several and table.for_several not in tables:
            yield _unknown(table.place, "« pour_plusieurs » : la question", table.for_several, tables)
        for question in table.of_no_adviser:
            if question not in tables:
                yield _unknown(table.place, "« d_un_autre_metier » : la question", question, tables)
        for _, question in table.then:
            if question not in tables:
                yield _unknown(table.place, "« ensuite » : la question", question, tables)


def _unknown(place: Place, what: str, name: str, known: Iterable[str]) -> Finding:
    return Finding(place, f"{what} « {name} » n'existe pas", choose(name, known, "rules/programme"))


def _with_base(directory: Path) -> tuple[Programme, Document[RolesFile]]:
    """Everything but the tables: sources, territories, organisations, roles, facts; and the file of the roles."""
    findings: list[Finding] = []
    roles = read_sound(directory / ROLES, RolesFile, findings)
    sources = read_sound(directory / "sources.yml", SourcesFile, findings)
    territories = read_sound(directory / "territoires.yml", TerritoriesFile, findings)
    organisations = read_sound(directory / "organismes.yml", OrganisationsFile, findings)
    facts = read_sound(directory / "faits.yml", FactsFile, findings)
    items = read_sound(directory / "elements.yml", ItemsFile, findings)
    if not (sources and territories and organisations and facts and items and roles):
        raise ProgrammeError(findings)
    if _ANY_USE not in organisations.content.libelles:
        place = organisations.place("libelles")
        raise ProgrammeError(
            [Finding(place, f"il manque le libellé « {_ANY_USE} »", "l'écrire, en français et en anglais")]
        )
    known = {
        block.code: Territory(block.code, block.nom, Text(block.dans, block.en_anglais), block.region, block.type)
        for block in territories.content.territoires
    }
    labels = organisations.content.libelles
    bodies = {name: _organisation(name, block, labels) for name, block in organisations.content.organismes.items()}
    domains: dict[str, tuple[str, ...]] = {"territoires": tuple(known), "organismes": tuple(bodies)}
    words = {
        "organismes": tuple(
            (name, tuple(block.mots)) for name, block in organisations.content.organismes.items() if block.mots
        )
    }
    definitions = {}
    for name, fact in facts.content.faits.items():
        values = domains[fact.valeurs] if isinstance(fact.valeurs, str) else tuple(fact.valeurs)
        named = {
            "proposees": fact.proposees,
            "oui": [fact.oui] if fact.oui else [],
            "non": [fact.non] if fact.non else [],
            "passageres": fact.passageres,
            "selon_la_date": [dated.valeur for dated in fact.selon_la_date],
            "dite_seule": [*fact.dite_seule],
            "implique": [*fact.implique],
            "l_emporte_sur": [value for winner, losers in fact.l_emporte_sur.items() for value in (winner, *losers)],
        }
        findings += [
            Finding(
                facts.place("faits", name, key),
                f"« {wrong} » n'est pas une valeur de « {name} »",
                choose(wrong, values),
            )
            for key, given in named.items()
            for wrong in given
            if wrong not in values
        ]
        definitions[name] = FactDefinition(
            id=name,
            values=values,
            offered=tuple(fact.proposees),
            yes=fact.oui,
            no=fact.non,
            about=tuple(fact.parle_de.items()),
            question=fact.question,
            of_question=fact.portee == "question",
            compared=fact.se_compare,
            transient=tuple(fact.passageres),
            precedence=tuple((winner, tuple(losers)) for winner, losers in fact.l_emporte_sur.items()),
            dated=tuple(
                DatedValue(
                    dated.role,
                    dated.valeur,
                    dated.depuis,
                    dated.jusque,
                    _YEARS.get(dated.annee or ""),
                    dated.moins_d_un_an,
                    dated.a_venir,
                )
                for dated in fact.selon_la_date
            ),
            alone=tuple(fact.dite_seule.items()),
            words=words.get(fact.valeurs, ()) if isinstance(fact.valeurs, str) else (),
            implied=tuple((value, tuple(facts_implied.items())) for value, facts_implied in fact.implique.items()),
        )
    findings += fact_findings(facts)
    findings += region_findings(territories)
    findings += link_findings(organisations)
    findings += twice(sources, "sources", [block.id for block in sources.content.sources])
    findings += twice(territories, "territoires", [block.code for block in territories.content.territoires])
    findings += zone_findings(territories, known)
    source_ids = [block.id for block in sources.content.sources]
    findings += item_findings(items, definitions, [*bodies, *roles.content.roles], source_ids)
    findings += takeover_findings(organisations, bodies, source_ids)
    findings += served_findings(organisations, territories)
    if findings:
        raise ProgrammeError(findings)
    zones = {
        region: frozenset(t.code for t in known.values() if t.region == region)
        for region in {t.region for t in known.values()}
    }
    for name, zone in territories.content.zones.items():
        zones[name] = _zone(zone, known, territories.content.zones)
    served = {name: block.territoire for name, block in organisations.content.organismes.items() if block.territoire}
    programme = Programme(
        sources={
            block.id: Source(
                block.id,
                as_text(block.titre),
                as_text(block.publie),
                block.adresse,
                as_text(block.titre_court or block.titre),
            )
            for block in sources.content.sources
        },
        territories=known,
        regions={block.nom: Text(block.dans, block.en_anglais) for block in territories.content.regions},
        zones=zones,
        organisations={
            name: replace(body, territories=zones.get(served.get(name, ""), frozenset()))
            for name, body in bodies.items()
        },
        facts=definitions,
        tables={},
        items=read_items(items.content.elements, {name: holders(role) for name, role in roles.content.roles.items()}),
        criteria=read_criteria(items.content),
        roles={name: as_text(role.nom) for name, role in roles.content.roles.items()},
    )
    holdings, findings = read_holdings(roles, programme)
    if findings:
        raise ProgrammeError(findings)
    return replace(programme, holdings=holdings), roles


def _zone(zone: ZoneBlock, territories: Mapping[str, Territory], zones: Mapping[str, ZoneBlock]) -> frozenset[str]:
    codes = {t.code for t in territories.values() if t.kind in zone.types or t.region in zone.regions}
    codes |= set(zone.codes)
    for other in zone.zones:
        codes |= _zone(zones[other], territories, zones)
    codes -= set(zone.sauf)
    return frozenset(code for code in codes if territories[code].region not in zone.sauf_regions)


def _organisation(name: str, block: OrganisationBlock, labels: Mapping[str, TextBlock]) -> Organisation:
    full = Text(block.nom, block.nom) if isinstance(block.nom, str) else as_text(block.nom)
    short = block.nom_court or full.fr
    links = []
    for link in block.liens:
        if link.adresse is None:
            continue
        label = as_text(link.libelle or labels.get(link.pour) or labels[_ANY_USE])
        label = Text(label.fr.replace("{nom}", short), label.en.replace("{nom}", short))
        links.append(Link(link.pour, link.adresse, _CONFIDENCE[link.confiance], link.preuve, label))
    after = block.prend_la_suite
    takeover = Takeover(after.de, after.depuis, after.source) if after else None
    return Organisation(name, full, short, tuple(links), block.courriel, takeover)


def _orders(document: Document[SourcesFile]) -> dict[str, tuple[str, ...]]:
    """The order of sources and rows for each table; "" is the default order."""
    ships = tuple(block.id for block in document.content.sources)
    promoted = document.content.priorites
    return {
        "": ships,
        **{table: (*first, *(source for source in ships if source not in first)) for table, first in promoted.items()},
    }
