"""Read `etapes.yml` into the stages of the path, with every mistake by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from rules.errors import Finding
from rules.ids import FactId
from rules.model import Programme, Table
from rules.schema import PathFile, PathStageBlock
from rules.stages import Condition, PathDefinition, PathStage
from rules.suggestions import choose
from rules.tables import known_values, misnamed, values_meant
from rules.yaml_lines import Document, Key

DETAILS: Final = ("qui", "a_qui_demander", "duree", "payeur", "condition")
"""The details of a stage, in the order shown."""


def path_definition(content: PathFile, programme: Programme) -> PathDefinition:
    """The path of a file without mistakes."""
    return PathDefinition(
        content.depuis,
        tuple(_stage(block, programme) for block in content.etapes),
        tuple(content.demander),
        tuple(content.apres),
    )


def path_findings(document: Document[PathFile], programme: Programme, tables: Mapping[str, Table]) -> Iterator[Finding]:
    """Names in the file that do not exist, and stages with the same name."""
    content = document.content
    for index, fact in enumerate(content.demander):
        if fact not in programme.facts:
            yield _unknown(document, ("demander", index), "le fait", fact, programme.facts)
    for index, question in enumerate(content.apres):
        if question not in tables:
            yield _unknown(document, ("apres", index), "la question", question, tables)
    seen: set[str] = set()
    for index, block in enumerate(content.etapes):
        if block.id in seen:
            problem = f"deux étapes s'appellent « {block.id} »"
            yield Finding(document.place("etapes", index), problem, "renommer l'une des deux")
        seen.add(block.id)
        yield from _stage_findings(document, index, block, programme, tables)


def _stage_findings(
    document: Document[PathFile], index: int, block: PathStageBlock, programme: Programme, tables: Mapping[str, Table]
) -> Iterator[Finding]:
    at = ("etapes", index)
    courses = programme.facts[FactId.COURSE].values
    if block.parcours not in courses:
        yield _unknown(document, (*at, "parcours"), "la formation", block.parcours, courses)
    for fact, value, known in misnamed(block.avec, programme):
        yield _unknown(document, (*at, "avec", fact), f"« {fact} » : la valeur", value, known)
    for detail, question in _details(block):
        if question not in tables:
            yield _unknown(document, (*at, detail), "la question", question, tables)
    conditions: list[tuple[Key, dict[str, Any]]] = [((*at, "quand"), block.quand)]
    for key, alternatives in (("sauf", block.sauf), ("faite", block.faite), ("en_cours", block.en_cours)):
        conditions += [((*at, key, position), condition) for position, condition in enumerate(alternatives)]
    for path, condition in conditions:
        yield from _condition_findings(document, path, condition, programme)


def _condition_findings(
    document: Document[PathFile], path: Key, condition: Mapping[str, Any], programme: Programme
) -> Iterator[Finding]:
    for fact, value in condition.items():
        if fact not in programme.facts:
            yield _unknown(document, (*path, fact), "le fait", fact, programme.facts)
            continue
        for element in value if isinstance(value, list) else [value]:
            if not values_meant(element, fact, programme):
                problem = f"« {element} » n'est pas une valeur de « {fact} »"
                yield Finding(document.place(*path, fact), problem, known_values(element, fact, programme))


def _unknown(document: Document[PathFile], path: Key, what: str, name: str, known: Iterable[str]) -> Finding:
    return Finding(document.place(*path), f"{what} « {name} » n'existe pas", choose(name, known, "rules/programme"))


def _stage(block: PathStageBlock, programme: Programme) -> PathStage:
    def condition(written: Mapping[str, Any]) -> Condition:
        return tuple((fact, values_meant(value, fact, programme)) for fact, value in written.items())

    return PathStage(
        id=block.id,
        when=condition(block.quand),
        unless=tuple(map(condition, block.sauf)),
        done=tuple(map(condition, block.faite)),
        begun=tuple(map(condition, block.en_cours)),
        optional=block.facultative,
        details=_details(block),
        given=((FactId.COURSE.value, block.parcours), *block.avec.items()),
    )


def _details(block: PathStageBlock) -> tuple[tuple[str, str], ...]:
    return tuple((detail, question) for detail in DETAILS if (question := getattr(block, detail)))
