"""Names of organisations in a text: after "à" or "de", and with what they do where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.answers.place_names import area
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from rules.model import Organisation, Programme

_CONTRACTED = {("à", "le "): "au ", ("à", "les "): "aux ", ("de", "le "): "du ", ("de", "les "): "des "}
_ELIDED = "aeiouhyàâéèêëîïôœùû"


class OrganisationName(str):
    """A name that can follow a preposition: "{organisme:de}" becomes "d'Aidants Connect" or "du hub"."""

    def __format__(self, preposition: str) -> str:
        """The name, after the preposition if there is one ("à" or "de", in French)."""
        if not preposition:
            return str(self)
        for (before, article), contracted in _CONTRACTED.items():
            if preposition == before and self.startswith(article):
                return contracted + self[len(article) :]
        elided = preposition == "de" and self[:1].lower() in _ELIDED
        return f"d’{self}" if elided else f"{preposition} {self}"


@dataclass(frozen=True)
class OrganisationRoles:
    """What an organisation does on a day, by a source; worded only if a text asks for it, as few do."""

    programme: Programme
    organisation: Organisation
    source: str
    on: date
    texts: AnswerTexts

    def __str__(self) -> str:
        """What it does, and where ("prépare au titre complet dans la Vienne")."""
        return _roles(self.programme, self.organisation, self.source, self.on, self.texts)


def _roles(programme: Programme, organisation: Organisation, source: str, on: date, texts: AnswerTexts) -> str:
    phrases: dict[str, str] = {}
    for name, title in programme.roles.items():
        held = [
            holding
            for holding in programme.holdings
            if (holding.role, holding.organisation, holding.source) == (name, organisation.id, source)
            and holding.holds_on(on)
        ]
        if not held:
            continue
        where = area(programme, frozenset[str]().union(*(holding.codes for holding in held)), texts)
        values = {"role": title.in_language(texts.language), "dans": where}
        since = min(holding.since or date.min for holding in held)
        if since > date.min:
            phrases[name] = texts.fill(texts.interface[InterfaceText.ROLE_SINCE], {**values, "jour": texts.day(since)})
        else:
            phrases[name] = texts.fill(texts.interface[InterfaceText.ROLE], values)
    return texts.enumeration(list(phrases.values()))
