"""The matrix: for each element and attribute that can be asked about, the line that answers just that.

`matrice/*.yml` has a file for each element. Each cell is a small decision table, and is proved as the others are: there
is a line for every case, and one alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rules.decision import Answer, Unknown
from rules.errors import Finding
from rules.grid import Grid, build_grid
from rules.ids import FactId
from rules.model import UNSPECIFIED, Consequence, Programme, Row, Table, Text
from rules.proof import leaves_open
from rules.schema import AttributesFile, CellBlock, MatrixFile, SaidFile
from rules.suggestions import choose, did_you_mean
from rules.tables import as_text, case_findings, named_findings, values_meant
from rules.yaml_lines import Document

MOST_WORDS: Final = 25
"""Words of a line in each language."""

MATRIX: Final = "matrice"
ATTRIBUTES: Final = "attributs.yml"
SAID: Final = "dit.yml"


class Cell(NamedTuple):
    """What can be asked: an attribute of an element ("payeur" of "modules")."""

    element: str
    attribute: str

    def __str__(self) -> str:
        return f"{self.element} × {self.attribute}"


def read_matrix(
    files: Sequence[Document[MatrixFile]], attributes: Document[AttributesFile], programme: Programme
) -> tuple[dict[Cell, Table], list[Finding]]:
    """The cells as tables, with every mistake by line."""
    tables: dict[Cell, Table] = {}
    findings: list[Finding] = []
    for document in files:
        element = document.content.element
        findings += _missing(document, attributes)
        courses = programme.facts[FactId.COURSE].values
        if document.content.parcours not in courses:
            problem = f"« {document.content.parcours} » n'est pas une valeur de « {FactId.COURSE} »"
            remedy = choose(document.content.parcours, courses, "faits.yml")
            findings.append(Finding(document.place("parcours"), problem, remedy))
        for attribute, blocks in document.content.cellules.items():
            cell = Cell(element, attribute)
            if cell in tables:
                problem = f"« {cell} » a déjà ses lignes ({tables[cell].place})"
                findings.append(Finding(document.place("cellules", attribute), problem, "réunir les deux"))
            for index, block in enumerate(blocks):
                findings += _line_findings(document, attribute, index, block, programme)
            tables[cell] = _table(cell, document, attributes, programme)
    return tables, findings


def said_findings(document: Document[SaidFile], cells: Collection[Cell]) -> Iterator[Finding]:
    """Cells that a text is said to say, and that the matrix does not have."""
    known = [str(cell) for cell in cells]
    for name, said in document.content.dit.items():
        for pair in said:
            named = " × ".join(pair)
            if named not in known:
                problem = f"« {name} » : la matrice n'a pas « {named} »"
                yield Finding(document.place("dit", name), problem, f"{did_you_mean(named, known)}la corriger")


def attribute_findings(document: Document[AttributesFile], tables: Collection[str]) -> Iterator[Finding]:
    """Attributes whose question does not exist."""
    for name, block in document.content.attributs.items():
        if block.question not in tables:
            problem = f"attribut « {name} » : la question « {block.question} » n'existe pas"
            yield Finding(document.place("attributs", name), problem, choose(block.question, tables, "rules/programme"))


def build_cells(tables: Mapping[Cell, Table], programme: Programme) -> dict[Cell, Grid]:
    """The cells, written out."""
    return {cell: build_grid(table, programme.facts) for cell, table in tables.items()}


def cell_findings(cells: Mapping[Cell, Grid]) -> Iterator[Finding]:
    """What the proof of tables allows and a cell does not: a case that is asked back, or has a second line."""
    for cell, grid in cells.items():
        unsaid = [axis.fact for axis in grid.axes if axis.open_class is None]
        rows_by_key = [(key, rows) for interval in grid.cells for key, rows in interval.items()]
        if unsaid or any(not rows and leaves_open(grid, key) for key, rows in rows_by_key):
            facts = ", ".join(unsaid or [axis.fact for axis in grid.axes])
            problem = f"« {cell} » : rien n'est dit à qui n'a pas dit « {facts} »"
            yield Finding(grid.table.place, problem, f"ajouter {UNSPECIFIED} au « quand » de la ligne qui vaut alors")
        for key, rows in rows_by_key:
            if len(rows) > 1:
                problem = f"« {cell} » : « {rows[0].id} » ({rows[0].place}) dit autre chose pour {grid.case(key)}"
                yield Finding(rows[1].place, problem, "rendre leurs « quand » disjoints, ou retirer l'une des deux")
                break


def line_of(decision: Answer | Unknown) -> Text:
    """The line of a decided cell.

    Raises:
        ValueError: the decision is of no cell.
    """
    row = decision.trace.deciding
    if row is None or row.then.line is None:
        raise ValueError(f"{decision.trace.question} is no cell")
    return row.then.line


def _missing(document: Document[MatrixFile], attributes: Document[AttributesFile]) -> Iterator[Finding]:
    written, known = document.content.cellules, attributes.content.attributs
    for attribute in known:
        if not written.get(attribute):
            problem = f"« {document.content.element} » : il manque « {attribute} » ({known[attribute].nom.fr.lower()})"
            remedy = "écrire sa ligne, ou dire que la source ne le dit pas (connu: false) et à qui demander"
            yield Finding(document.place("cellules", attribute), problem, remedy)
    for attribute in written:
        if attribute not in known:
            problem = f"« {attribute} » n'est pas un attribut"
            yield Finding(document.place("cellules", attribute), problem, choose(attribute, known, ATTRIBUTES))


def _line_findings(
    document: Document[MatrixFile], attribute: str, index: int, block: CellBlock, programme: Programme
) -> Iterator[Finding]:
    at = ("cellules", attribute, index)
    what = f"« {document.content.element} × {attribute} »"
    for language, line in (("fr", block.fr), ("en", block.en)):
        if (words := len(line.split())) > MOST_WORDS:
            problem = f"{what} : {words} mots, {MOST_WORDS} au plus ({language})"
            yield Finding(document.place(*at, language), problem, "raccourcir : la réponse seule, le reste se demande")
    if not (block.connu or block.organismes or block.liens):
        remedy = "nommer un organisme (organismes) ou un lien (liens)"
        yield Finding(
            document.place(*at), f"{what} : la source ne le dit pas, et la ligne ne dit pas qui le sait", remedy
        )
    if block.source not in programme.sources:
        remedy = choose(block.source, programme.sources, "sources.yml")
        yield Finding(document.place(*at, "source"), f"{what} : la source « {block.source} » n'existe pas", remedy)
    yield from named_findings(block.organismes, block.liens, what, document.place(*at), programme)
    yield from case_findings(block.quand, what, lambda fact: document.place(*at, "quand", fact), programme)


def _table(
    cell: Cell, document: Document[MatrixFile], attributes: Document[AttributesFile], programme: Programme
) -> Table:
    content = document.content
    blocks = content.cellules[cell.attribute]
    reads = dict.fromkeys(fact for block in blocks for fact in block.quand if fact in programme.facts)
    named = attributes.content.attributs.get(cell.attribute)
    name = named.nom.fr if named else cell.attribute
    return Table(
        question=str(cell),
        title=Text(f"{content.nom.fr} : {name}", f"{content.nom.en}: {named.nom.en if named else name}"),
        reads=tuple(fact for fact in programme.facts if fact in reads),
        rows=tuple(_row(cell, number, block, document, programme) for number, block in enumerate(blocks)),
        order=tuple(programme.sources),
        each=(),
        place=document.place("cellules", cell.attribute),
    )


def _row(cell: Cell, number: int, block: CellBlock, document: Document[MatrixFile], programme: Programme) -> Row:
    content = document.content
    return Row(
        id=f"{cell.element}.{cell.attribute}.{number + 1}",
        when=tuple((fact, values_meant(value, fact, programme)) for fact, value in block.quand.items()),
        then=Consequence(
            wording=f"{cell.element}.{cell.attribute}",
            known=block.connu,
            organisations=tuple(block.organismes),
            links=tuple(block.liens),
            line=Text(block.fr, block.en),
            values=tuple(map(str, block.valeur if isinstance(block.valeur, list) else [block.valeur])),
        ),
        source=block.source,
        section="",
        published=as_text(block.publie) if block.publie else None,
        since=None,
        until=None,
        facts=tuple(block.faits),
        reviewed=content.relu,
        review_before=content.a_relire_avant,
        place=document.place("cellules", cell.attribute, number),
        first=True,  # a cell has one line for each case: no source comes before another
    )
