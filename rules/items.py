"""Items and criteria: what can be compared, and by what, from `elements.yml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rules.errors import Finding
from rules.facts import FactDefinition
from rules.model import HUB_ROLE, AttributeValue, Criterion, Figure, Item, Programme, Text
from rules.schema import ItemBlock, ItemsFile, TextBlock
from rules.suggestions import choose
from rules.yaml_lines import Document

ATTRIBUTES: Final = (
    "minutes",
    "heures",
    "heures_stage",
    "semaines",
    "jours",
    "jours_par_semaine",
    "obligation",
    "format",
    "prix",
    "payeur",
    "certificat",
    "lieu",
)
"""In the order shown."""

MINUTES: Final = "minutes"

ADDED: Final[Mapping[str, tuple[str, ...]]] = {"heures": ("heures_stage",)}
"""Attributes that add up with another one of the same item."""

_SUMMED_UP: Final = ("heures",)
"""Attributes that an item without a value takes from its parts, as minimum and maximum."""

_OWN: Final = ("certificat", "jours_par_semaine", "heures_stage", "minutes", "obligation")
"""Attributes that a part does not inherit."""


def read_items(blocks: Sequence[ItemBlock], roles: Mapping[str, Sequence[str]]) -> dict[str, Item]:
    """Read the items, filling in attributes from parts and wholes. See :func:`item_findings`.

    Args:
        blocks: the items as written; holders of a role may be named by a role of `roles.yml`.
        roles: the holders of each role of `roles.yml`.
    """
    by_id = {block.id: block for block in blocks}
    place_parts = {block.id: tuple(part.id for part in blocks if part.partie_de == block.id) for block in blocks}
    return {
        block.id: Item(
            id=block.id,
            name=Text(block.nom.fr, block.nom.en),
            about=tuple(block.concerne.items()),
            attributes=tuple((name, _value(block, name, by_id, place_parts)) for name in ATTRIBUTES),
            roles=tuple(
                (role, tuple(body for named in holders for body in _holders(named, roles)))
                for role, holders in block.roles.items()
            ),
            parts=place_parts[block.id],
            since=_since(block, by_id),
            facts=tuple(block.faits),
            inherited=frozenset(
                name
                for name in ATTRIBUTES
                if _value(block, name, by_id, place_parts) is not None
                and _own_or_parts(block, name, by_id, place_parts) is None
            ),
            follows=block.succede_a,
            source=block.source,
        )
        for block in blocks
    }


def _holders(named: str, roles: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The organisations that a name stands for. The hub stays a role, since it differs by territory."""
    return (named,) if named == HUB_ROLE else roles.get(named, (named,))


def read_criteria(file: ItemsFile) -> dict[str, Criterion]:
    """The criteria, by their ids."""
    return {
        name: Criterion(
            name,
            tuple(block.questions),
            block.contraire_de,
            block.attribut,
            tuple(block.valeurs.items()),
            block.choisit,
            block.entre_elements,
            block.sinon,
        )
        for name, block in file.criteres.items()
    }


def item_figures(names: Sequence[str], items: Mapping[str, Item]) -> dict[str, Figure]:
    """The figures of items, by the placeholder they fill.

    The placeholder is {heures}, or {semaines_min} and {semaines_max}, if all items have the same figure; else
    {heures_intervenir}. Minutes are always by item, {test_minutes}, with their sum {ensemble_minutes}.
    """
    figures: dict[str, Figure] = {}
    shown = [items[name] for name in names if name in items]
    for attribute in ATTRIBUTES:
        values = [_named_figures(attribute, item.attribute(attribute)) for item in shown]
        if attribute == MINUTES:
            minutes = {f"{item.id}_{MINUTES}": item.attribute(MINUTES) for item in shown}
            known = {name: figure for name, figure in minutes.items() if isinstance(figure, int)}
            figures |= known | ({f"ensemble_{MINUTES}": sum(known.values())} if len(known) > 1 else {})
        elif len(set(values)) == 1:
            figures |= dict(values[0])
        else:
            figures |= {
                f"{key}_{item.id}": figure for item, own in zip(shown, values, strict=True) for key, figure in own
            }
    return figures


def item_findings(
    document: Document[ItemsFile],
    facts: Mapping[str, FactDefinition],
    organisations: Collection[str],
    sources: Collection[str],
) -> Iterable[Finding]:
    """Names in items and criteria that do not exist, and impossible figures."""
    blocks = document.content.elements
    known = [block.id for block in blocks]
    about: dict[tuple[tuple[str, str], ...], str] = {}
    for index, block in enumerate(blocks):
        place = document.place("elements", index)
        if block.id in known[:index]:
            yield Finding(place, f"deux éléments s'appellent « {block.id} »", "renommer l'un des deux")
        for fact, value in block.concerne.items():
            values = facts[fact].values if fact in facts else ()
            if value not in values:
                problem = f"élément « {block.id} » : « {fact}: {value} » n'existe pas"
                remedy = choose(value, values or tuple(facts), "faits.yml")
                yield Finding(document.place("elements", index, "concerne", fact), problem, remedy)
        same = about.setdefault(tuple(sorted(block.concerne.items())), block.id)
        if block.concerne and same != block.id:
            problem = f"« {block.id} » concerne les mêmes faits que « {same} »"
            yield Finding(
                document.place("elements", index, "concerne"), problem, "n'en garder qu'un, ou préciser un fait"
            )
        if block.partie_de is not None and (block.partie_de not in known or _contains_itself(block, blocks)):
            problem = f"élément « {block.id} » : il ne peut pas être une partie de « {block.partie_de} »"
            remedy = f"choisir un autre élément parmi : {', '.join(name for name in known if name != block.id)}"
            yield Finding(document.place("elements", index, "partie_de"), problem, remedy)
        if block.succede_a is not None and (block.succede_a not in known or block.source not in sources):
            problem = f"élément « {block.id} » : « succede_a » nomme un élément, avec sa « source »"
            yield Finding(place, problem, f"choisir parmi : {', '.join(known)} ; et {', '.join(sources)} (sources.yml)")
        if isinstance(block.semaines, list) and (len(block.semaines) != 2 or block.semaines[0] >= block.semaines[1]):
            problem = f"élément « {block.id} » : « semaines » est un nombre, ou [le moins, le plus]"
            yield Finding(document.place("elements", index, "semaines"), problem, "écrire par exemple [5, 15]")
        for role, holders in block.roles.items():
            for holder in holders:
                if holder not in organisations and holder != HUB_ROLE:
                    problem = f"élément « {block.id} » : « {holder} » n'est ni un organisme ni un rôle"
                    remedy = "corriger le nom : un organisme (organismes.yml) ou un rôle (roles.yml)"
                    yield Finding(document.place("elements", index, "roles", role), problem, remedy)
    for name, criterion in document.content.criteres.items():
        place = document.place("criteres", name)
        if criterion.contraire_de is not None and criterion.contraire_de not in document.content.criteres:
            problem = f"critère « {name} » : son contraire « {criterion.contraire_de} » n'existe pas"
            yield Finding(place, problem, choose(criterion.contraire_de, document.content.criteres))
        if not criterion.questions:
            problem = f"critère « {name} » : il n'a pas de « questions »"
            yield Finding(place, problem, "nommer les tables qui répondent sur ce critère")
        if criterion.attribut and bool(criterion.valeurs) == bool(criterion.choisit):
            problem = f"critère « {name} » : avec « attribut », il faut « valeurs » ou « choisit »"
            yield Finding(place, problem, "donner le verdict de chaque valeur, ou « choisit: le_moins » ou « le_plus »")


def _since(block: ItemBlock, by_id: Mapping[str, ItemBlock]) -> date | None:
    whole = by_id.get(block.partie_de or "")
    return block.depuis or (_since(whole, by_id) if whole else None)


def _contains_itself(block: ItemBlock, blocks: Sequence[ItemBlock]) -> bool:
    whole_of = {other.id: other.partie_de for other in blocks}
    seen: list[str] = []
    name: str | None = block.id
    while name is not None and name not in seen:
        seen.append(name)
        name = whole_of.get(name)
    return name is not None


def _value(
    block: ItemBlock, name: str, by_id: Mapping[str, ItemBlock], parts: Mapping[str, tuple[str, ...]]
) -> AttributeValue:
    """An attribute of an item: its own, else its parts', else its whole's."""
    own = _own_or_parts(block, name, by_id, parts)
    whole = by_id.get(block.partie_de or "")
    if own is None and whole and name not in _OWN:
        return _value(whole, name, by_id, {**parts, whole.id: ()})
    return own


def _own_or_parts(
    block: ItemBlock, name: str, by_id: Mapping[str, ItemBlock], parts: Mapping[str, tuple[str, ...]]
) -> AttributeValue:
    own = _own(block, name)
    return _range_of_parts(block.id, name, by_id, parts) if own is None and name in _SUMMED_UP else own


def _range_of_parts(
    whole: str, name: str, by_id: Mapping[str, ItemBlock], parts: Mapping[str, tuple[str, ...]]
) -> AttributeValue:
    bounds: list[int] = []
    for part in parts[whole]:
        value = _own(by_id[part], name) or _range_of_parts(part, name, by_id, parts)
        bounds += [value] if isinstance(value, int) else value if isinstance(value, tuple) else []
    return (min(bounds), max(bounds)) if len(set(bounds)) > 1 else bounds[0] if bounds else None


def _own(block: ItemBlock, name: str) -> AttributeValue:
    value = getattr(block, name)
    if isinstance(value, TextBlock):
        return Text(value.fr, value.en)
    if isinstance(value, list):
        return (value[0], value[-1])
    return value  # type: ignore[no-any-return]


def _named_figures(name: str, value: AttributeValue) -> tuple[tuple[str, Figure], ...]:
    if isinstance(value, tuple):
        return (f"{name}_min", value[0]), (f"{name}_max", value[1])
    return ((name, value),) if isinstance(value, (int, float)) else ()


@dataclass(frozen=True)
class KnownFigures:
    """What a source says of an attribute of an item.

    Attributes:
        item: the item.
        values: the values that hold in some case: of its parts, or of the whole.
        together: whether they hold at once: classes, a placement and their sum.
        bounds: minimum and maximum, if the source gives no more.
        is_later: whether a later source gives them in place of the item's own.
    """

    item: Item
    values: tuple[int, ...]
    together: bool
    bounds: tuple[int, int] | None = None
    is_later: bool = False

    def fits(self, value: int) -> str:
        """Whether a value is right: "oui", "non", or "en_partie" if it depends on the case."""
        if self.bounds:
            return "en_partie" if self.bounds[0] <= value <= self.bounds[1] else "non"
        if value not in self.values:
            return "non"
        return "oui" if self.together or len(self.values) == 1 else "en_partie"


def known_figures(programme: Programme, item: Item, attribute: str, on: date) -> list[KnownFigures]:
    """What each source says of an attribute of an item on a day, the item's own source first."""
    groups = []
    leaves = _leaves(programme, item, attribute)
    numbers = tuple(dict.fromkeys(value for value in leaves if isinstance(value, int)))
    ranges = [value for value in leaves if isinstance(value, tuple)]
    if numbers or ranges:
        groups.append(KnownFigures(item, numbers, together=False, bounds=ranges[0] if ranges else None))
    wholes = [other for other in programme.items.values() if item.id in other.parts]
    for other in (*_descendants(programme, item), *wholes):
        for later in programme.successors(other, on):
            own = [later.attribute(name) for name in (attribute, *ADDED.get(attribute, ()))]
            figures = [value for value in own if isinstance(value, int)]
            if figures:
                total = [sum(figures)] if len(figures) > 1 else []
                groups.append(KnownFigures(later, (*figures, *total), together=True, is_later=True))
    return groups


def _leaves(programme: Programme, item: Item, attribute: str) -> list[AttributeValue]:
    parts = [programme.items[name] for name in item.parts]
    own = [part for part in parts if part.attribute(attribute) is not None and attribute not in part.inherited]
    if own:
        return [value for part in own for value in _leaves(programme, part, attribute)]
    return [item.attribute(attribute)]


def _descendants(programme: Programme, item: Item) -> Iterable[Item]:
    yield item
    for name in item.parts:
        yield from _descendants(programme, programme.items[name])
