"""Parts of the files that nothing uses: often a name that was changed in one place only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.text_ids import OwnText
from bot.content.loading import ANSWER_TEXTS, CHANGELOG, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.site.texts import SITE_TEXTS
from nlu.entities.patterns import PIECES
from nlu.training_data.examples import intents
from nlu.training_data.stories import read_stories
from rules.errors import Finding
from rules.ids import FactId
from rules.loading import ROLES
from rules.model import Place, Programme
from rules.yaml_lines import Document

_PIECE = re.compile(r"\{([a-z]\w*)\}")
_OF_THE_CODE = frozenset({"fin_de_proposition"})


def unused_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Texts, facts, sources, zones, organisations, links, labels and pieces that nothing names."""
    programme = inputs.content.get(PROGRAMME)
    if programme is None or inputs.content.get(ANSWER_TEXTS) is None:
        return
    yield from _texts(inputs, programme)
    yield from _facts(inputs, programme)
    yield from _sources(inputs, programme)
    yield from _zones(inputs)
    yield from _organisations(inputs, programme)
    yield from _labels(inputs, programme)
    yield from _pieces(inputs)


def _unused(place: Place, what: str, remedy: str = "le retirer, ou corriger le nom là où il devait servir") -> Finding:
    return Finding(place, f"{what} ne sert à rien", remedy, "warning")


def _texts(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    named = {row.then.wording for table in programme.tables.values() for row in table.rows}
    named |= {*OwnText, *intents(inputs.examples), *_story_texts(inputs), *_role_texts(inputs)}
    for (language, name), place in inputs.answer_places.items():
        if language == "fr" and name not in named and name in (inputs.content.get(ANSWER_TEXTS) or {})["fr"].answers:
            yield _unused(Place(place.file, inputs.documents[place.file].place(name).line), f"le texte « {name} »")


def _story_texts(inputs: CheckInputs) -> Iterator[str]:
    for story in read_stories(inputs.files.recits):
        yield from (step.reply.answer for step in story.steps)


def _role_texts(inputs: CheckInputs) -> Iterator[str]:
    """The texts for future holders of a role: today's holders may each have one of their own."""
    roles = inputs.documents[inputs.files.programme / ROLES]
    for role in roles.content["roles"].values():
        yield from (row["alors"].get("reponse") or row["alors"]["inconnu"] for row in role.get("lignes", ()))


def _facts(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    facts = inputs.documents[inputs.files.programme / "faits.yml"]
    read = {fact for table in programme.tables.values() for fact in table.reads}
    for name in programme.facts.keys() - read:
        yield _unused(facts.place("faits", name), f"aucune table ne lit le fait « {name} », qui")


def _sources(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    sources = inputs.documents[inputs.files.programme / "sources.yml"]
    cited = {row.source for table in programme.tables.values() for row in table.rows}
    cited |= {change.source.id for change in inputs.content.get(CHANGELOG) or () if change.source}
    for index, name in enumerate(programme.sources):
        if name not in cited:
            yield _unused(sources.place("sources", index), f"aucune ligne ne cite la source « {name} », qui")


def _zones(inputs: CheckInputs) -> Iterator[Finding]:
    territories = inputs.documents[inputs.files.programme / "territoires.yml"]
    named: set[str] = set()
    for document in inputs.documents.values():
        if document.file.parent.name == "tables":
            named |= {word for row in document.content["lignes"] for word in _values(row.get("quand", {}))}
        elif document.file.name == ROLES:
            lines = (line for role in document.content["roles"].values() for line in role["qui"])
            named |= {word for line in lines for word in _values({"ou": line["ou"]})}
    named |= {part for zone in territories.content["zones"].values() for part in zone.get("zones", ())}
    named |= {name for change in inputs.content.get(CHANGELOG) or () for name in change.territories}
    named |= {name for texts in (inputs.content.get(SITE_TEXTS) or {}).values() for name in texts.zones}
    lexicon = inputs.documents.get(inputs.files.lexicon / "territoires.yml")
    named |= set(lexicon.content["zones"]) if lexicon else set()
    for name in territories.content["zones"]:
        if name not in named:
            yield _unused(territories.place("zones", name), f"la zone « {name} »")


def _values(when: dict[str, object]) -> set[str]:
    return {str(each) for value in when.values() for each in (value if isinstance(value, list) else [value])}


def _organisations(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    rows = [row for table in programme.tables.values() for row in table.rows]
    links = {link for row in rows for link in row.then.links}
    for document in inputs.documents.values():
        if inputs.language_of(document.file):
            for entry in document.content.values():
                links |= set(entry.get("liens") or ()) if isinstance(entry, dict) else set()
    owners = {link.partition(".")[0] for link in links}
    named = {name for row in rows for name in row.then.organisations} | owners
    named |= {hub.organisation for hub in programme.hubs}
    quoted = {
        value for row in rows for fact, values in row.when if fact == FactId.CITED_ORGANISATION for value in values
    }
    by_role = {link.partition(".")[2] for link in links if link.startswith(f"{FactId.CITED_ORGANISATION}.")}
    document = inputs.documents[inputs.files.programme / "organismes.yml"]
    for name, block in document.content["organismes"].items():
        if name not in named | quoted:
            yield _unused(document.place("organismes", name), f"aucune ligne ne nomme l'organisme « {name} », qui")
            continue
        for index, link in enumerate(block.get("liens") or ()):
            purpose = link["pour"]
            if f"{name}.{purpose}" not in links and purpose not in by_role | {"site"} and "adresse" in link:
                place = document.place("organismes", name, "liens", index)
                yield _unused(
                    place, f"le lien « {name}.{purpose} »", "le nommer dans « liens » d'une ligne, ou le retirer"
                )


def _labels(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    organisations = inputs.documents[inputs.files.programme / "organismes.yml"]
    purposes = {link.purpose for organisation in programme.organisations.values() for link in organisation.links}
    for name in organisations.content["libelles"]:
        if name not in purposes | {"site"}:
            yield _unused(organisations.place("libelles", name), f"aucun lien n'est pour « {name} », ce libellé")


def _pieces(inputs: CheckInputs) -> Iterator[Finding]:
    lexicon = [
        inputs.documents[path] for path in sorted(inputs.files.lexicon.glob("*.yml")) if path in inputs.documents
    ]
    masks = inputs.document(inputs.files.masks)
    pieces = next((document for document in lexicon if document.file.name == PIECES), None)
    if pieces:
        called = {name for document in lexicon for name in _PIECE.findall(_text(inputs, document))}
        yield from _uncalled(pieces, (), set(pieces.content), called | _OF_THE_CODE)
    if masks:
        yield from _uncalled(
            masks, ("morceaux",), set(masks.content["morceaux"]), set(_PIECE.findall(_text(inputs, masks)))
        )


def _text(inputs: CheckInputs, document: Document[dict[str, object]]) -> str:
    """A file without its comments."""
    return "\n".join(line for line in inputs.lines(document.file) if not line.lstrip().startswith("#"))


def _uncalled(
    document: Document[dict[str, object]], key: tuple[str, ...], names: set[str], called: set[str]
) -> Iterator[Finding]:
    for name in sorted(names - called):
        yield _unused(document.place(*key, name), f"aucune expression n'appelle le morceau « {name} », qui")
