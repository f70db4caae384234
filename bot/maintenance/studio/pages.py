"""What the studio shows, as HTML: the page, and the pieces of it that change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from babel.numbers import format_percent

from bot.answers.texts import LANGUAGE_NAMES, written_day
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.html_templates import html_templates
from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.maintenance.agenda import Agenda
from bot.maintenance.inbox.exchange import KINDS
from bot.maintenance.inbox.groups import QuestionGroup, is_sentence
from bot.maintenance.inbox.new_question import BegunQuestion
from bot.maintenance.site.matrix import Cell
from bot.maintenance.studio.attempts import Try
from bot.maintenance.studio.excerpts import excerpt
from bot.maintenance.studio.nearest import Near
from bot.maintenance.studio.preview import InService, Preview
from bot.messages import LONGEST_MESSAGE
from rules.errors import Finding
from rules.ids import FactId
from rules.model import Place


class Editor(str, Enum):
    """An editor whose own kind of address opens a file from the browser."""

    none = "aucun"
    vscode = "vscode"
    vscodium = "vscodium"
    idea = "idea"
    zed = "zed"


_OPENED_BY: Final = {
    Editor.vscode: "vscode://file{path}:{line}",
    Editor.vscodium: "vscodium://file{path}:{line}",
    Editor.idea: "idea://open?file={path}&line={line}",
    Editor.zed: "zed://file{path}:{line}",
}

_OF_THE_STATE: Final = ("etat", "fichiers", "onglet-fichiers", "hub")
"""The elements about the files, the content and the model; each has its template."""


class Pages:
    """The page of a project, with places in its files as a maintainer names them.

    `maintainer` is the user, if there are several.
    """

    def __init__(self, files: ProjectFiles, editor: Editor, maintainer: str = "") -> None:
        self._files = ProjectFiles(files.root.resolve())
        self._editor = editor
        self._templates = html_templates(Path(__file__).parent / "templates")
        filters: dict[str, Any] = {
            "short": self._short,
            "file_line": lambda place: f"{place.file.name}:{place.line}",
            "opened": self._opened,
            "excerpt": excerpt,
            "edited_at": self._edited_at,
            "named": lambda path: self._files.named(path.resolve()),
            "file_diff": lambda edit: edit.diff(files.root),
            "day": lambda day: written_day(day, "fr"),
            "moment": lambda moment: f"{written_day(moment.date(), 'fr')} à {moment:%H:%M}",
            "percent": lambda part: format_percent(part, "#,##0.0 %", locale="fr"),
        }
        self._templates.filters |= filters
        self._templates.globals["new_tab"] = True
        self._templates.policies["urlize.rel"] = "noopener"
        self._templates.policies["urlize.target"] = "_blank"
        self._templates.globals["languages"] = LANGUAGE_NAMES
        self._templates.globals["maintainer"] = maintainer

    def page(self, preview: Preview, token: str) -> str:
        """The whole page."""
        return self.rendered("studio.html", token=token, longest=LONGEST_MESSAGE, **self._of(preview))

    def rendered(self, template: str, **values: Any) -> str:
        """A filled template of the studio."""
        return self._templates.get_template(template).render(values)

    def state(self, preview: Preview) -> dict[str, str]:
        """The pieces about the files, the content and the model."""
        values = self._of(preview)
        return {name: self.rendered(f"{name}.html", **values) for name in _OF_THE_STATE}

    def announced(self, preview: Preview) -> str:
        """The state in one sentence, for screen readers."""
        return " ".join(self.rendered("annonce-etat.html", **self._of(preview)).split())

    def turn(self, made: Try) -> str:
        """An attempt and its reply."""
        return self.rendered("essai.html", made=made, reply=made.outcome.reply)

    def recent(self, tries: Sequence[Try]) -> str:
        """The list of recent attempts."""
        return self.rendered("essais.html", tries=tries)

    def understood(self, made: Try) -> str:
        """The explanation of a reply."""
        return self.rendered("compris.html", made=made, understood=made.understood)

    def nearest(self, near: Mapping[str, Sequence[Near]], content: Content) -> str:
        """The nearest examples, by question."""
        return self.rendered("proches.html", near=near, titles=content.texts["fr"].questions)

    def inbox(self, groups: Sequence[QuestionGroup], service: InService, *, trouble: str, can_drop: bool) -> str:
        """The inbox, each group with what can be done with it."""
        return self.rendered(
            "boite.html",
            groups=[group for group in groups if not group.muted],
            muted=[group for group in groups if group.muted],
            kinds=KINDS,
            titles=service.content.texts["fr"].questions,
            questions=service.examples.questions,
            reasons=service.content.of(TELEGRAM_TEXTS)["fr"].avis.raisons.by_id(),
            is_sentence=is_sentence,
            trouble=trouble,
            can_drop=can_drop,
        )

    def filing(self, diff: str, action: str, element: str, *, done: bool) -> str:
        """The change to a file, with the button that writes it, or the change made."""
        return self.rendered("rangement.html", diff=diff, action=action, element=element, done=done)

    def begun(self, begun: BegunQuestion) -> str:
        """A new question, and the sentences of the group it leaves out."""
        return self.rendered("question-commencee.html", begun=begun, place=Place(begun.path, 1))

    def refused(self, findings: Sequence[Finding]) -> str:
        """Why a sentence cannot be filed."""
        return self.rendered("refus.html", findings=findings)

    def coverage(self, cells: Mapping[str, Sequence[Cell]], content: Content, day: date) -> str:
        """The matrix of a day: for every territory and training, who is named and by which row."""
        names = content.texts["fr"].demands[FactId.COURSE].valeurs
        by_territory = zip(content.programme.territories.values(), zip(*cells.values(), strict=True), strict=True)
        return self.rendered(
            "couverture.html", courses=[names[course] for course in cells], lines=list(by_territory), day=day
        )

    def dates(self, found: Agenda) -> str:
        """What comes, and what is to be reviewed."""
        return self.rendered("dates.html", agenda=found)

    def spoken(self, made: Try) -> str:
        """A reply for screen readers."""
        reply = made.outcome.reply
        choices = [f"Choix proposés : {', '.join(choice.title for choice in reply.choices)}."] if reply.choices else []
        return "\n".join([*reply.paragraphs, *reply.notices, *choices])

    def compared(self, made: Sequence[Try]) -> str:
        """How many answers changed, for screen readers."""
        changed = [attempt for attempt in made if attempt.changes]
        if not made:
            return ""
        if not changed:
            return "Réponses inchangées."
        return f"Réponses changées : {', '.join(attempt.attempt.shown for attempt in changed)}."

    def _of(self, preview: Preview) -> dict[str, Any]:
        errors = [finding for finding in preview.findings if finding.severity == "error"]
        return {
            "preview": preview,
            "service": preview.in_service,
            "errors": errors,
            "warnings": [finding for finding in preview.findings if finding.severity == "warning"],
            "by_file": self._by_file(preview.findings),
        }

    def _by_file(self, findings: Sequence[Finding]) -> dict[str, list[Finding]]:
        files: dict[str, list[Finding]] = {}
        for finding in sorted(
            findings, key=lambda finding: (finding.severity, str(finding.place.file), finding.place.line)
        ):
            files.setdefault(self._file(finding.place), []).append(finding)
        return files

    def _file(self, place: Place) -> str:
        return self._files.named(place.file.resolve())

    def _short(self, place: Place) -> str:
        return f"{self._file(place)}:{place.line}"

    def _edited_at(self, written: tuple[Place, str]) -> str:
        """The address of the page that edits a text: of a FAQ question, or of a file of texts."""
        place, name = written
        if place.file.parent.name == self._files.faq.name:
            return f"/modifier/faq/{quote(place.file.stem)}"
        return f"/modifier/textes/{quote(f'{place.file.stem}/{name}')}"

    def _opened(self, place: Place) -> str | None:
        """The address that opens a place in the maintainer's editor."""
        form = _OPENED_BY.get(self._editor)
        return form.format(path=quote(place.file.resolve().as_posix()), line=place.line) if form else None
