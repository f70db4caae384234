"""Deep links, published by hubs (`?start=hub-na_ccp1`): each may name a place, a course and a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from bot.answers.place_names import department, hub_territory, phrase
from bot.answers.texts import AnswerTexts, typeset
from bot.channels.telegram.limits import MAX_START_CHARACTERS
from bot.channels.telegram.texts import GreetingTexts
from bot.content.declarations import Declaration
from bot.content.loading import PROGRAMME
from bot.content.project_files import PROJECT, ProjectFiles
from nlu.dialogue.context import ChoiceMeaning
from nlu.entities.model import StatedPlace
from rules.errors import Finding, ProgrammeError
from rules.ids import FactId, QuestionId
from rules.model import Programme
from rules.yaml_lines import Document, read_document


def links_file(files: ProjectFiles) -> Path:
    """The file of the short names, in a project."""
    return files.code / "channels" / "telegram" / "liens.yml"


LINKS = links_file(PROJECT)

_HUB = "hub-"
_DEPARTMENT = "dep-"


class LinksFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The short names in links, and the ids they stand for."""

    hubs: dict[str, str]
    formations: dict[str, str]
    questions: dict[str, str]


@dataclass(frozen=True)
class Opening:
    """The content of a link; any part may be None.

    Attributes:
        hub: an organisation's id.
        territory: a department, or the hub's departments.
        course: a value of "parcours".
        question: a table of the programme.
    """

    hub: str | None = None
    territory: StatedPlace | None = None
    course: str | None = None
    question: str | None = None

    @property
    def meaning(self) -> ChoiceMeaning | None:
        """The course and the question as the meaning of a click; None if the link has neither."""
        if not (self.course or self.question):
            return None
        return ChoiceMeaning(self.question, {FactId.COURSE: self.course} if self.course else {})


class DeepLinks:
    """Reads the payloads of links."""

    def __init__(self, programme: Programme, path: Path = LINKS) -> None:
        """Read the short names.

        Raises:
            ProgrammeError: the file has another form, or a short name stands for no id or two ids.
        """
        document = read_document(path, LinksFile)
        known: dict[str, dict[str, str]] = {
            "hubs": {},
            "formations": _named(programme.facts[FactId.COURSE].values),
            "questions": _named(programme.tables.keys() - {QuestionId.CONTACT}),
        }
        _check(document, programme, known)
        self._programme = programme
        self._hubs = document.content.hubs
        self._courses = {**known["formations"], **document.content.formations}
        self._questions = {**known["questions"], **document.content.questions}

    def read(self, payload: str) -> Opening:
        """Read any payload: unknown parts are ignored, the first of each kind counts."""
        if len(payload) > MAX_START_CHARACTERS:
            return Opening()  # typed by hand, not from a link
        found: dict[str, str] = {}
        parts = payload.casefold().split("_")
        while parts:
            # The longest name first: "titre_complet" is one name, though "_" also separates names.
            for end in range(len(parts), 0, -1):
                target = self._resolve("-".join(parts[:end]))
                if target:
                    found.setdefault(*target)
                    break
            del parts[:end]
        territory = department(self._programme, found["department"]) if "department" in found else None
        if "hub" in found and territory is None:
            territory = hub_territory(self._programme, found["hub"])
        return Opening(found.get("hub"), territory, found.get("course"), found.get("question"))

    def greeting(
        self, opening: Opening, texts: AnswerTexts, greetings: GreetingTexts, today: date | None = None
    ) -> str:
        """The welcome at the start of a conversation; if the link asks a question, it stands before the answer.

        A closed hub is not named, but its departments still count as the place.
        """
        place = opening.territory
        if opening.meaning and place:
            text = greetings.lien_territoire.format(dans=phrase(self._programme, place, texts))
        elif opening.meaning:
            text = greetings.lien
        elif opening.hub and place == hub_territory(self._programme, opening.hub) and self._is_open(opening.hub, today):
            name = self._programme.organisations[opening.hub].name.in_language(texts.language)
            text = greetings.hub.format(hub=name)
        elif place:
            text = greetings.territoire.format(dans=phrase(self._programme, place, texts))
        else:
            text = greetings.seul
        return typeset(text, texts.language)

    def _is_open(self, hub: str, today: date | None) -> bool:
        return any(entry.organisation == hub and entry.active(today or date.today()) for entry in self._programme.hubs)

    def _resolve(self, name: str) -> tuple[str, str] | None:
        """The kind and id named by a part of a payload; None if it names nothing."""
        if name.startswith(_HUB) and name.removeprefix(_HUB) in self._hubs:
            return "hub", self._hubs[name.removeprefix(_HUB)]
        if name.startswith(_DEPARTMENT):
            code = name.removeprefix(_DEPARTMENT).upper().zfill(2)
            return ("department", code) if code in self._programme.territories else None
        if name in self._courses:
            return "course", self._courses[name]
        return ("question", self._questions[name]) if name in self._questions else None


def _named(ids: Iterable[str]) -> dict[str, str]:
    """Ids by their names in a link."""
    return {id_.replace("_", "-"): id_ for id_ in ids}


def _check(document: Document[LinksFile], programme: Programme, known: Mapping[str, Mapping[str, str]]) -> None:
    ids: dict[str, set[str]] = {
        "hubs": {hub.organisation for hub in programme.hubs},
        **{kind: set(known[kind].values()) for kind in ("formations", "questions")},
    }
    written: dict[str, dict[str, str]] = msgspec.to_builtins(document.content)
    taken: dict[str, Any] = {name: id_ for kind in ("formations", "questions") for name, id_ in known[kind].items()}
    findings = []
    for kind, names in written.items():
        for name, id_ in names.items():
            place = document.place(kind, name)
            if not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
                findings.append(
                    Finding(place, f"« {name} » ne peut pas être dans un lien", "l'écrire avec a-z, 0-9 et - seulement")
                )
            if id_ not in ids[kind]:
                findings.append(Finding(place, f"« {id_} » n'existe pas dans le programme", "corriger ce nom"))
            if kind != "hubs" and taken.setdefault(name, id_) != id_:
                findings.append(
                    Finding(place, f"« {name} » veut déjà dire « {taken[name]} »", "choisir un autre nom court")
                )
    if findings:
        raise ProgrammeError(findings)


DEEP_LINKS: Declaration[DeepLinks] = Declaration(
    "telegram links",
    lambda files: (links_file(files),),
    lambda parts: DeepLinks(parts.of(PROGRAMME), links_file(parts.files)),
)
