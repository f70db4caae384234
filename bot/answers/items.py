"""Items in words: side by side, the shortest, those held online."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.texts import AnswerTexts, capitalized
from bot.messages import Block, ComparisonTable
from rules.items import ATTRIBUTES, MINUTES
from rules.model import AttributeValue, Criterion, Item, Programme, Text

_ALL = "tout"
_CELL = "cellule"

MIN_COMPARED = 2


class ItemRenderer:
    """Writes items and their attributes, by the texts of `actes.yml`."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def side_by_side(self, items: Sequence[Item], texts: AnswerTexts) -> Block:
        """How items differ: a table with a row for each attribute, or a line for each item if one attribute differs.

        A value missing for only some of the items is shown as unknown.
        """
        known = [attribute for attribute in ATTRIBUTES if any(item.attribute(attribute) is not None for item in items)]
        shown = [name for name in known if len({item.attribute(name) for item in items}) > 1] or known
        lines = tuple(self.line(item, self._values(item, shown, texts), texts) for item in items)
        if len(shown) < MIN_COMPARED:
            return "\n".join(lines)
        names = [item.name.in_language(texts.language) for item in items]
        header = ("", *(capitalized(name) for name in names))
        rows = tuple((texts.acts.rangees[name], *(self._cell(item, name, texts) for item in items)) for name in shown)
        return ComparisonTable(header, rows, lines)

    def _cell(self, item: Item, attribute: str, texts: AnswerTexts) -> str:
        known = item.attribute(attribute) is not None
        return self._value(item, attribute, texts) if known else texts.acts.absents[_CELL]

    def line(self, item: Item, values: str, texts: AnswerTexts) -> str:
        """An item's name, then words about it."""
        return texts.fill(texts.acts.ligne, {"nom": item.name.in_language(texts.language), "valeurs": values})

    def with_attribute(self, items: Sequence[Item], attribute: str, texts: AnswerTexts) -> list[str]:
        """A line for each item, with its value of an attribute."""
        return [self.line(item, self._value_or_absent(item, attribute, texts), texts) for item in items]

    def extreme(self, items: Sequence[Item], attributes: Sequence[str], which: str, texts: AnswerTexts) -> list[str]:
        """The item with the least or the most of an attribute; empty if no source gives it.

        If ranges of the first attribute overlap, the values it depends on, then the item by another attribute.
        """
        attribute, *others = attributes
        known = [item for item in items if item.attribute(attribute) is not None]
        if not known:
            return []
        if chosen := self._chosen(known, attribute, which, texts):
            return [chosen]
        depends = texts.enumeration(
            [
                texts.fill(
                    texts.acts.extreme_valeur,
                    {"nom": item.name.in_language(texts.language), "valeur": self._value(item, attribute, texts)},
                )
                for item in known
            ]
        )
        unit = texts.acts.unites[attribute]
        sentences = [texts.fill(texts.acts.extreme_selon, {"unite": unit, "valeurs": depends})]
        for other in others:
            if all(item.attribute(other) is not None for item in items):
                by_other = self._chosen(items, other, which, texts)
                values = {
                    "unite": texts.acts.unites[other],
                    "extreme": by_other[:1].lower() + by_other[1:] if by_other else "",
                }
                sentences += [texts.fill(texts.acts.extreme_en_unite, values)] if by_other else []
        return sentences

    def _chosen(self, items: Sequence[Item], attribute: str, which: str, texts: AnswerTexts) -> str | None:
        """The items with the least or the most of an attribute; None if overlapping ranges leave it open."""
        most = which == "le_plus"
        bounds = {item.id: _bounds(item.attribute(attribute)) for item in items}
        best = (min, max)[most](pair[most] for pair in bounds.values())
        chosen = [item for item in items if bounds[item.id][most] == best]
        rest = [bounds[item.id] for item in items if item not in chosen]
        reached = (max(bounds[item.id][1] for item in chosen), min(bounds[item.id][0] for item in chosen))[most]
        if rest and (reached < max(pair[1] for pair in rest) if most else reached > min(pair[0] for pair in rest)):
            return None
        names = texts.enumeration([item.name.in_language(texts.language) for item in chosen])
        value = texts.fill(texts.acts.attributs[attribute], {"valeur": best})
        words = texts.acts.extremes_de_deux if len(items) == MIN_COMPARED else texts.acts.extremes
        chosen_text = texts.fill(words[which], {"nom": names, "valeur": value})
        return capitalized(chosen_text)

    def in_unit(self, item: Item, attribute: str, texts: AnswerTexts) -> str:
        """An item's attribute; if only the whole has it and its parts differ, a text that says so."""
        if self.lacks_detail(item, attribute):
            values = {"nom": item.name.in_language(texts.language), "valeur": self._value(item, attribute, texts)}
            return texts.fill(texts.acts.sans_detail[attribute], values)
        return self.line(item, self._value_or_absent(item, attribute, texts), texts)

    def lacks_detail(self, item: Item, attribute: str) -> bool:
        """Whether an attribute is known only for the whole this item is part of, and differs between its parts."""
        return isinstance(item.attribute(attribute), tuple) and attribute in item.inherited

    def fulfilling(self, items: Sequence[Item], criterion: Criterion, texts: AnswerTexts) -> list[str]:
        """The items that meet a criterion on an attribute, or that none does; then every item with its value.

        If none meets it fully but some do partly, their lines alone say so.
        """
        attribute = criterion.attribute or ""
        verdict_of = dict(criterion.verdicts)
        verdicts = [verdict_of.get(str(item.attribute(attribute))) for item in items]
        lines = self.with_attribute(items, attribute, texts)
        meeting = [item for item, verdict in zip(items, verdicts, strict=True) if verdict == "oui"]
        if not meeting:
            return lines if "en_partie" in verdicts else [texts.acts.aucun, *lines]
        names = texts.enumeration([item.name.in_language(texts.language) for item in meeting])
        return [texts.fill(texts.acts.les_seuls, {"noms": capitalized(names)}), *lines]

    def reason(self, items: Sequence[Item], about: Item | None, attribute: str, texts: AnswerTexts) -> str | None:
        """The reason of a verdict on an attribute: the common value, or a line for each item if values differ.

        `about`, the item the question is about, stands for all of them.
        """
        if not items:
            return None
        if len({item.attribute(attribute) for item in items}) > 1:
            return "\n".join(self.with_attribute(items, attribute, texts))
        names = texts.enumeration([item.name.in_language(texts.language) for item in ([about] if about else items)])
        if items[0].attribute(attribute) is None:
            return texts.fill(texts.acts.raisons_absentes[attribute], {"nom": names})
        return texts.fill(texts.acts.raison_connue, {"nom": names, "valeur": self._value(items[0], attribute, texts)})

    def _values(self, item: Item, attributes: Iterable[str], texts: AnswerTexts) -> str:
        words = [
            self._value(item, attribute, texts)
            if item.attribute(attribute) is not None
            else texts.acts.absents.get(attribute, "")
            for attribute in attributes
        ]
        known = any(item.attribute(attribute) is not None for attribute in attributes)
        return ", ".join(filter(None, words)) if known else texts.acts.absents[_ALL]

    def _value_or_absent(self, item: Item, attribute: str, texts: AnswerTexts) -> str:
        if item.attribute(attribute) is None:
            return texts.acts.absents.get(attribute, texts.acts.absents[_ALL])
        return self._value(item, attribute, texts)

    def _value(self, item: Item, attribute: str, texts: AnswerTexts) -> str:
        """An attribute in words: "7 h", "5 à 15 semaines", "en présentiel"."""
        value = item.attribute(attribute)
        return texts.fill(texts.acts.attributs[attribute], {"valeur": self._written(value, attribute, texts)})

    @staticmethod
    def _written(value: AttributeValue, attribute: str, texts: AnswerTexts) -> str:
        if isinstance(value, Text):
            return value.in_language(texts.language)
        if isinstance(value, tuple):
            return texts.fill(texts.acts.intervalle, {"de": value[0], "a": value[1]})
        if isinstance(value, str):
            return texts.acts.valeurs[value]
        if attribute == MINUTES and isinstance(value, int):
            return texts.duration(value)
        return texts.number(value or 0)


def _bounds(value: AttributeValue) -> tuple[float, float]:
    """The lowest and the highest value of a figure or a range."""
    if isinstance(value, tuple):
        return value
    return (value, value) if isinstance(value, (int, float)) else (0, 0)
