"""Read a table's YAML into rows, with every mistake by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from rules.errors import Finding
from rules.ids import FactId
from rules.items import item_figures
from rules.model import (
    UNSPECIFIED,
    Consequence,
    Organisation,
    Place,
    Programme,
    Row,
    Table,
    Text,
)
from rules.roles import WrittenRow, outside_roles
from rules.schema import ConsequenceBlock, FaqFile, RowDefaults, TableFile, TextBlock
from rules.suggestions import choose, choose_place, did_you_mean
from rules.yaml_lines import Document

SPECIFIED = "precise"
"""Value that a row may require of a fact: the adviser has said it, whatever the value."""


def as_text(block: TextBlock) -> Text:
    """A bilingual label of the files, as the model holds it."""
    return Text(block.fr, block.en)


def read_table(
    document: Document[TableFile],
    programme: Programme,
    orders: Mapping[str, tuple[str, ...]],
    of_roles: Sequence[WrittenRow] = (),
) -> tuple[Table, list[Finding]]:
    """A table's file as a table, with the rows of roles, and the mistakes found."""
    content, findings = document.content, []
    for name in content.lit:
        if name not in programme.facts:
            findings.append(
                Finding(
                    document.place("lit"),
                    f"le fait « {name} » n'existe pas",
                    choose(name, programme.facts, "faits.yml"),
                )
            )
    findings.extend(_each_findings(document, programme))
    findings.extend(_about_findings(document, programme))
    rows: list[Row] = []
    seen: dict[str, WrittenRow] = {}
    own = [
        WrittenRow(block, document, ("lignes", index), content.par_defaut) for index, block in enumerate(content.lignes)
    ]
    for row in (*own, *of_roles):
        if row.block.id in seen:
            problem = f"deux lignes s'appellent « {row.block.id} »"
            findings.append(Finding(row.document.place(*row.at), problem, "renommer l'une des deux"))
        seen[row.block.id] = row
        findings.extend(_row_findings(row, content.lit, programme))
        rows += _rows(row, content.lit, programme)
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
        tuple(content.ensuite.items()),
        tuple(content.prealables),
        for_several=content.pour_plusieurs,
    ), list(dict.fromkeys(findings))


def _about_findings(document: Document[TableFile] | Document[FaqFile], programme: Programme) -> Iterable[Finding]:
    for fact, value, known in misnamed(document.content.parle_de, programme):
        yield Finding(
            document.place("parle_de", fact),
            f"« parle_de » : « {value} » n'est pas une valeur de « {fact} »",
            choose(value, known, "faits.yml"),
        )
    courses = programme.facts[FactId.COURSE].values
    for index, course in enumerate(document.content.prealables):
        if course not in courses:
            yield Finding(
                document.place("prealables", index),
                f"« prealables » : « {course} » n'est pas une valeur de « {FactId.COURSE} »",
                choose(course, courses, "faits.yml"),
            )


def misnamed(stated: Mapping[str, str], programme: Programme) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The facts and values that do not exist, each with the names allowed."""
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
                choose(fact, programme.facts, "faits.yml"),
            )
            continue
        for value in values:
            if value not in programme.facts[fact].values:
                yield Finding(
                    place,
                    f"« pour_chaque » : « {value} » n'est pas une valeur de « {fact} »",
                    choose(value, programme.facts[fact].values),
                )


def _rows(row: WrittenRow, reads: Sequence[str], programme: Programme) -> list[Row]:
    """A row as the model holds it; several if `sauf_role` splits it."""
    if row.block.sauf_role and FactId.PLACE not in reads:
        return []
    wanted = (
        values_meant(row.block.quand[FactId.PLACE], FactId.PLACE, programme) if FactId.PLACE in row.block.quand else ()
    )
    blocks = outside_roles(
        row.block, programme, [code for code in programme.territories if not wanted or code in wanted]
    )
    return [_row(replace(row, block=block), programme) for block in blocks]


def _row(row: WrittenRow, programme: Programme) -> Row:
    block, default = row.block, row.default
    return Row(
        id=block.id,
        when=tuple((fact, values_meant(value, fact, programme)) for fact, value in block.quand.items()),
        then=_consequence(block.alors, programme),
        source=block.source or default.source,
        section=block.section or default.section,
        published=as_text(block.publie) if block.publie else None,
        since=block.depuis,
        until=block.jusqu_a,
        facts=tuple(block.faits),
        reviewed=block.relu or default.relu,
        review_before=block.a_relire_avant or default.a_relire_avant,
        place=row.document.place(*row.at),
        first=row.first,
        of_role=row.of_role,
        otherwise=block.sinon,
    )


def _row_findings(row: WrittenRow, reads: Sequence[str], programme: Programme) -> Iterable[Finding]:
    block, default = row.block, row.default

    def at(*path: str) -> Place:
        return row.document.place(*row.at, *path)

    for role in block.sauf_role:
        if role not in programme.roles or FactId.PLACE not in reads:
            problem = f"ligne « {block.id} » : « sauf_role: {role} » n'a pas de sens ici"
            remedy = f"choisir parmi : {', '.join(programme.roles)} (roles.yml), dans une table qui lit « territoire »"
            yield Finding(at("sauf_role"), problem, remedy)
    for fact, value in block.quand.items():
        place = at("quand", fact)
        if fact not in reads:
            yield Finding(
                place,
                f"ligne « {block.id} » : « {fact} » n'est pas lu par cette table",
                f"{did_you_mean(fact, reads)}l'ajouter à « lit », ou choisir parmi : {', '.join(reads)}",
            )
        elif fact in programme.facts:
            for element in value if isinstance(value, list) else [value]:
                if not values_meant(element, fact, programme):
                    yield Finding(
                        place,
                        f"ligne « {block.id} » : « {element} » n'est pas une valeur de « {fact} »",
                        known_values(element, fact, programme),
                    )
    source = block.source or default.source
    if source not in programme.sources:
        whose, place = (
            (f"ligne « {block.id} »", at("source")) if block.source else ("« par_defaut »", _default_source(row))
        )
        problem = f"{whose} : la source « {source} » n'existe pas"
        yield Finding(place, problem, choose(source, programme.sources, "sources.yml"))
    if block.depuis and block.jusqu_a and block.jusqu_a < block.depuis:
        yield Finding(
            at("jusqu_a"),
            f"ligne « {block.id} » : elle finit avant de commencer",
            "corriger « depuis » ou « jusqu_a »",
        )
    reviewed = block.relu or default.relu
    if (block.a_relire_avant or default.a_relire_avant) <= reviewed:
        yield Finding(
            at("a_relire_avant"),
            f"ligne « {block.id} » : la relecture est due avant d'être faite",
            "mettre « a_relire_avant » après « relu »",
        )
    yield from _consequence_findings(block.alors, f"ligne « {block.id} »", at("alors"), programme)


def _default_source(row: WrittenRow) -> Place:
    """Where the default source of a row is written."""
    above = row.at[:-2]
    plain = isinstance(row.document.content, FaqFile)
    return row.document.place(*above, "source") if plain else row.document.place(*above, "par_defaut", "source")


def _consequence_findings(block: ConsequenceBlock, what: str, place: Place, programme: Programme) -> Iterable[Finding]:
    if (block.reponse is None) == (block.inconnu is None):
        yield Finding(
            place,
            f"{what} : il faut « reponse » ou « inconnu », et un seul des deux",
            "garder « reponse » si le programme le dit, « inconnu » s'il n'en dit rien",
        )
    for name in block.organismes:
        if name not in programme.organisations and name != FactId.CITED_ORGANISATION:
            yield Finding(
                place,
                f"{what} : l'organisme « {name} » n'existe pas",
                f"{did_you_mean(name, programme.organisations)}corriger le nom, ou décrire l'organisme dans "
                "organismes.yml",
            )
    for name in block.liens:
        owner, _, purpose = name.partition(".")
        if not any(organisation.link(purpose) for organisation in _link_owners(owner, programme)):
            yield Finding(
                place,
                f"{what} : le lien « {name} » n'existe pas",
                f"{did_you_mean(name, _link_names(programme))}écrire organisme.usage, avec un usage de organismes.yml "
                "dont l'adresse est connue",
            )

    described = (("l'élément", block.elements, programme.items), ("le critère", block.verdict, programme.criteria))
    for kind, names, known in described:
        for name in names:
            if name not in known:
                remedy = choose(name, known, "elements.yml")
                yield Finding(place, f"{what} : {kind} « {name} » n'existe pas", remedy)
    for name in block.chiffres:
        if name in item_figures(block.elements, programme.items):
            yield Finding(
                place,
                f"{what} : le chiffre « {name} » est déjà donné par ses éléments",
                "le retirer d'ici : il s'écrit dans elements.yml",
            )


def _link_owners(owner: str, programme: Programme) -> list[Organisation]:
    """The organisations that can own a link: the named one, or any for the cited organisation."""
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
        casts_doubt=block.remet_en_doute,
    )


def values_meant(value: object, fact: str, programme: Programme) -> frozenset[str]:
    """The domain values of a condition: a value, a zone or region, "non_precise", "precise", or a list of these."""
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


def known_values(value: object, fact: str, programme: Programme) -> str:
    """A remedy for a value that a fact does not have: the values allowed."""
    if fact == FactId.PLACE:
        names = {code: territory.name for code, territory in programme.territories.items()}
        return choose_place(str(value), names, (*programme.zones, UNSPECIFIED, SPECIFIED))
    values = (*programme.facts[fact].values, UNSPECIFIED, SPECIFIED)
    if str(value) in values:
        return f"mettre la valeur entre guillemets ('{value}')"
    return choose(str(value), values, "faits.yml")


def _link_names(programme: Programme) -> list[str]:
    """All links of organisations, named as in rows."""
    return [f"{body.id}.{link.purpose}" for body in programme.organisations.values() for link in body.links]


def _day_after(rows: Iterable[Row]) -> date | None:
    """The day after the last of the rows."""
    return max((row.until + timedelta(days=1) for row in rows if row.until), default=None)


def faq_table(
    document: Document[FaqFile], programme: Programme, orders: Mapping[str, tuple[str, ...]]
) -> tuple[Table, list[Finding]]:
    """A FAQ file as a table, and the mistakes found. Its one row begins after those of `auparavant`."""
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
                choose(content.source, programme.sources, "sources.yml"),
            )
        )
    findings.extend(_consequence_findings(block, f"question « {content.faq} »", document.place("liens"), programme))
    findings.extend(_about_findings(document, programme))
    default = RowDefaults(
        source=content.source, section=content.section, relu=content.relu, a_relire_avant=content.a_relire_avant
    )
    earlier = []
    for index, before in enumerate(content.auparavant):
        at = ("auparavant", index)
        written = WrittenRow(before, document, at, default)
        findings.extend(_row_findings(written, (), programme))
        earlier.append(_row(written, programme))
    row = Row(
        id=content.faq,
        when=(),
        then=_consequence(block, programme),
        source=content.source,
        section=content.section,
        published=as_text(content.publie) if content.publie else None,
        since=_day_after(earlier),
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
        (*earlier, row),
        orders.get(content.faq, orders[""]),
        (),
        document.place("faq"),
        tuple(content.parle_de.items()),
        tuple(content.ensuite.items()),
        tuple(content.prealables),
        tuple(content.d_un_autre_metier),
        content.pour_plusieurs,
    ), findings
