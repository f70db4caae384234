"""From a table's YAML to its rows, with everything wrong in it told by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rules.errors import Finding
from rules.ids import FactId
from rules.items import item_figures
from rules.model import (
    HUB_ROLE,
    UNSPECIFIED,
    Consequence,
    Organisation,
    Place,
    Programme,
    Row,
    Table,
    Text,
)
from rules.schema import ConsequenceBlock, FaqFile, RowBlock, TableFile, TextBlock
from rules.yaml_lines import Document

SPECIFIED = "precise"
"""In a row: the adviser has said it, whatever the value."""


def as_text(block: TextBlock) -> Text:
    """A bilingual label of the files as the model has it."""
    return Text(block.fr, block.en)


def read_table(
    document: Document[TableFile], programme: Programme, orders: Mapping[str, tuple[str, ...]]
) -> tuple[Table, list[Finding]]:
    """A table's file as a table, with everything wrong in it."""
    content, findings = document.content, []
    for name in content.lit:
        if name not in programme.facts:
            findings.append(
                Finding(
                    document.place("lit"),
                    f"le fait « {name} » n'existe pas",
                    f"choisir parmi : {', '.join(programme.facts)} (faits.yml)",
                )
            )
    findings.extend(_each_findings(document, programme))
    findings.extend(_about_findings(document, programme))
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for index, block in enumerate(content.lignes):
        place = document.place("lignes", index)
        if block.id in seen:
            findings.append(Finding(place, f"deux lignes s'appellent « {block.id} »", "renommer l'une des deux"))
        seen[block.id] = index
        findings.extend(_row_findings(block, content, document, index, programme))
        rows.append(_row(block, document, index, programme))
    each = tuple((fact, tuple(values)) for fact, values in content.pour_chaque.items())
    order = orders.get(content.question, orders[""])
    return Table(
        content.question,
        as_text(content.titre),
        tuple(content.lit),
        tuple(rows),
        order,
        each,
        document.place("question"),
        tuple(content.parle_de.items()),
        tuple(content.cede.items()),
        tuple(content.ensuite.items()),
        tuple(content.prealables),
    ), findings


def _about_findings(document: Document[TableFile] | Document[FaqFile], programme: Programme) -> Iterable[Finding]:
    for fact, value, known in misnamed(document.content.parle_de, programme):
        yield Finding(
            document.place("parle_de", fact),
            f"« parle_de » : « {value} » n'est pas une valeur de « {fact} »",
            f"choisir parmi : {', '.join(known)} (faits.yml)",
        )
    courses = programme.facts[FactId.COURSE].values
    for index, course in enumerate(document.content.prealables):
        if course not in courses:
            yield Finding(
                document.place("prealables", index),
                f"« prealables » : « {course} » n'est pas une valeur de « {FactId.COURSE} »",
                f"choisir parmi : {', '.join(courses)} (faits.yml)",
            )


def misnamed(stated: Mapping[str, str], programme: Programme) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The facts and values that do not exist, each with what could stand there."""
    for fact, value in stated.items():
        values = programme.facts[fact].values if fact in programme.facts else ()
        if value not in values:
            yield fact, value, values or tuple(programme.facts)


def _each_findings(document: Document[TableFile], programme: Programme) -> Iterable[Finding]:
    for fact, values in document.content.pour_chaque.items():
        place = document.place("pour_chaque", fact)
        if fact not in programme.facts:
            yield Finding(
                place,
                f"« pour_chaque » : le fait « {fact} » n'existe pas",
                f"choisir parmi : {', '.join(programme.facts)} (faits.yml)",
            )
            continue
        for value in values:
            if value not in programme.facts[fact].values:
                yield Finding(
                    place,
                    f"« pour_chaque » : « {value} » n'est pas une valeur de « {fact} »",
                    f"choisir parmi : {', '.join(programme.facts[fact].values)}",
                )


def _row(block: RowBlock, document: Document[TableFile], index: int, programme: Programme) -> Row:
    default = document.content.par_defaut
    when = tuple((fact, values_meant(value, fact, programme)) for fact, value in block.quand.items())
    return Row(
        id=block.id,
        when=when,
        then=_consequence(block.alors, programme),
        source=block.source or default.source,
        section=block.section or default.section,
        published=as_text(block.publie) if block.publie else None,
        since=block.depuis,
        until=block.jusqu_a,
        facts=tuple(block.faits),
        reviewed=block.relu or default.relu,
        review_before=block.a_relire_avant or default.a_relire_avant,
        place=document.place("lignes", index),
    )


def _row_findings(
    block: RowBlock, table: TableFile, document: Document[TableFile], index: int, programme: Programme
) -> Iterable[Finding]:
    def at(*path: str) -> Place:
        return document.place("lignes", index, *path)

    for fact, value in block.quand.items():
        place = at("quand", fact)
        if fact not in table.lit:
            yield Finding(
                place,
                f"ligne « {block.id} » : « {fact} » n'est pas lu par cette table",
                f"l'ajouter à « lit », ou choisir parmi : {', '.join(table.lit)}",
            )
        elif fact in programme.facts:
            for element in value if isinstance(value, list) else [value]:
                if not values_meant(element, fact, programme):
                    yield Finding(
                        place,
                        f"ligne « {block.id} » : « {element} » n'est pas une valeur de « {fact} »",
                        known_values(fact, programme),
                    )
    source = block.source or table.par_defaut.source
    if source not in programme.sources:
        yield Finding(
            at("source"),
            f"ligne « {block.id} » : la source « {source} » n'existe pas",
            f"choisir parmi : {', '.join(programme.sources)} (sources.yml)",
        )
    if block.depuis and block.jusqu_a and block.jusqu_a < block.depuis:
        yield Finding(
            at("jusqu_a"),
            f"ligne « {block.id} » : elle finit avant de commencer",
            "corriger « depuis » ou « jusqu_a »",
        )
    reviewed = block.relu or table.par_defaut.relu
    if (block.a_relire_avant or table.par_defaut.a_relire_avant) <= reviewed:
        yield Finding(
            at("a_relire_avant"),
            f"ligne « {block.id} » : la relecture est due avant d'être faite",
            "mettre « a_relire_avant » après « relu »",
        )
    yield from _consequence_findings(block.alors, f"ligne « {block.id} »", at("alors"), programme)


def _consequence_findings(block: ConsequenceBlock, what: str, place: Place, programme: Programme) -> Iterable[Finding]:
    if (block.reponse is None) == (block.inconnu is None):
        yield Finding(
            place,
            f"{what} : il faut « reponse » ou « inconnu », et un seul des deux",
            "garder « reponse » si le programme le dit, « inconnu » s'il n'en dit rien",
        )
    for name in block.organismes:
        if name not in programme.organisations and name not in (HUB_ROLE, FactId.CITED_ORGANISATION):
            yield Finding(
                place,
                f"{what} : l'organisme « {name} » n'existe pas",
                "corriger le nom, ou décrire l'organisme dans organismes.yml",
            )
    for name in block.liens:
        owner, _, purpose = name.partition(".")
        if not any(organisation.link(purpose) for organisation in _link_owners(owner, programme)):
            yield Finding(
                place,
                f"{what} : le lien « {name} » n'existe pas",
                "écrire organisme.usage, avec un usage de organismes.yml dont l'adresse est connue",
            )

    described = (("l'élément", block.elements, programme.items), ("le critère", block.verdict, programme.criteria))
    for kind, names, known in described:
        for name in names:
            if name not in known:
                remedy = f"choisir parmi : {', '.join(known)} (elements.yml)"
                yield Finding(place, f"{what} : {kind} « {name} » n'existe pas", remedy)
    for name in block.chiffres:
        if name in item_figures(block.elements, programme.items):
            yield Finding(
                place,
                f"{what} : le chiffre « {name} » est déjà donné par ses éléments",
                "le retirer d'ici : il s'écrit dans elements.yml",
            )


def _link_owners(owner: str, programme: Programme) -> list[Organisation]:
    """The organisations that the owner of a link can be: itself, any hub, or any that an adviser can name."""
    if owner == HUB_ROLE:
        return [programme.organisations[hub.organisation] for hub in programme.hubs]
    if owner == FactId.CITED_ORGANISATION:
        return list(programme.organisations.values())
    return [programme.organisations[owner]] if owner in programme.organisations else []


def _consequence(block: ConsequenceBlock, programme: Programme) -> Consequence:
    return Consequence(
        wording=block.reponse or block.inconnu or "",
        known=block.reponse is not None,
        organisations=tuple(block.organismes),
        links=tuple(block.liens),
        figures=tuple({**item_figures(block.elements, programme.items), **block.chiffres}.items()),
        contact_by_course=block.contact is not None,
        own_figures=tuple(block.chiffres.items()),
        items=tuple(block.elements),
        verdicts=tuple(block.verdict.items()),
    )


def values_meant(value: object, fact: str, programme: Programme) -> frozenset[str]:
    """The domain values that a condition means: a value, a zone or region, "non_precise", or a list of these."""
    if isinstance(value, list):
        return frozenset(element for item in value for element in values_meant(item, fact, programme))
    if isinstance(value, dict):
        return frozenset()
    if value == UNSPECIFIED:
        return frozenset({UNSPECIFIED})
    if fact == FactId.PLACE and value in programme.zones:
        return programme.zones[str(value)]
    definition = programme.facts.get(fact)
    if value == SPECIFIED and definition:
        return frozenset(definition.values)
    return frozenset({str(value)}) if definition and value in definition.values else frozenset()


def known_values(fact: str, programme: Programme) -> str:
    """What a maintainer may write as a value of a fact."""
    if fact == FactId.PLACE:
        return f"un code de département entre guillemets, ou une zone : {', '.join(programme.zones)}"
    return f"choisir parmi : {', '.join((*programme.facts[fact].values, UNSPECIFIED, SPECIFIED))}"


def faq_table(document: Document[FaqFile], programme: Programme) -> tuple[Table, list[Finding]]:
    """A FAQ file as a table of one row that always holds, with everything wrong in it."""
    content = document.content
    findings = []
    block = ConsequenceBlock(
        reponse=None if content.inconnu else content.faq,
        inconnu=content.faq if content.inconnu else None,
        organismes=content.organismes,
        liens=content.liens,
        chiffres=content.chiffres,
        elements=content.elements,
        verdict=content.verdict,
        contact=content.contact,
    )
    if content.source not in programme.sources:
        findings.append(
            Finding(
                document.place("source"),
                f"la source « {content.source} » n'existe pas",
                f"choisir parmi : {', '.join(programme.sources)} (sources.yml)",
            )
        )
    findings.extend(_consequence_findings(block, f"question « {content.faq} »", document.place("liens"), programme))
    findings.extend(_about_findings(document, programme))
    row = Row(
        id=content.faq,
        when=(),
        then=_consequence(block, programme),
        source=content.source,
        section=content.section,
        published=as_text(content.publie) if content.publie else None,
        since=None,
        until=None,
        facts=tuple(content.faits),
        reviewed=content.relu,
        review_before=content.a_relire_avant,
        place=document.place("faq"),
    )
    return Table(
        content.faq,
        as_text(content.titre),
        (),
        (row,),
        (content.source,),
        (),
        document.place("faq"),
        tuple(content.parle_de.items()),
        tuple(content.cede.items()),
        tuple(content.ensuite.items()),
        tuple(content.prealables),
    ), findings
