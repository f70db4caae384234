"""What the studio shows, as HTML: the page, and the pieces of it that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from babel.numbers import format_percent

from bot.answers.texts import LANGUAGE_NAMES, written_day
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.html_templates import html_templates
from bot.channels.web.rendering import safe_links
from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.exchange import KINDS
from bot.maintenance.inbox.groups import QuestionGroup, is_sentence
from bot.maintenance.site.matrix import Cell
from bot.maintenance.studio.attempts import Try
from bot.maintenance.studio.nearest import Near
from bot.maintenance.studio.preview import InService, Preview
from bot.messages import LONGEST_MESSAGE
from rules.errors import Finding
from rules.ids import FactId
from rules.model import Place


class Editor(str, Enum):
    """An editor that the browser can open a file in, by its own kind of address."""

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
"""The elements that tell of the files, the content and the model; each has its template."""


class Pages:
    """The page of a project, with places in its files as a maintainer names them."""

    def __init__(self, files: ProjectFiles, editor: Editor) -> None:
        self._files = ProjectFiles(files.root.resolve())
        self._editor = editor
        self._templates = html_templates(Path(__file__).parent / "templates")
        self._templates.filters |= {
            "short": self._short,
            "file_line": lambda place: f"{place.file.name}:{place.line}",
            "opened": self._opened,
            "day": lambda day: written_day(day, "fr"),
            "percent": lambda part: format_percent(part, "#,##0.0 %", locale="fr"),
            "blocks": lambda text: list(_blocks(text)),
            "links": safe_links,
        }
        self._templates.policies["urlize.rel"] = "noopener"
        self._templates.policies["urlize.target"] = "_blank"
        self._templates.globals["languages"] = LANGUAGE_NAMES

    def page(self, preview: Preview, token: str) -> str:
        """The whole page."""
        return self._rendered("studio.html", token=token, longest=LONGEST_MESSAGE, **self._of(preview))

    def state(self, preview: Preview) -> dict[str, str]:
        """The pieces that tell of the files, the content and the model."""
        values = self._of(preview)
        return {name: self._rendered(f"{name}.html", **values) for name in _OF_THE_STATE}

    def announced(self, preview: Preview) -> str:
        """The state in one sentence, for screen readers."""
        return " ".join(self._rendered("annonce-etat.html", **self._of(preview)).split())

    def turn(self, made: Try) -> str:
        """An attempt and its reply."""
        return self._rendered("essai.html", made=made, reply=made.outcome.reply)

    def recent(self, tries: Sequence[Try]) -> str:
        """The list of what was tried lately."""
        return self._rendered("essais.html", tries=tries)

    def understood(self, made: Try) -> str:
        """What is behind a reply."""
        return self._rendered("compris.html", made=made, understood=made.understood)

    def nearest(self, near: Mapping[str, Sequence[Near]], content: Content) -> str:
        """The nearest examples, by question."""
        return self._rendered("proches.html", near=near, titles=content.texts["fr"].questions)

    def inbox(self, groups: Sequence[QuestionGroup], service: InService, *, trouble: str, can_drop: bool) -> str:
        """The inbox, each group with the form that files one of its sentences."""
        return self._rendered(
            "boite.html",
            groups=groups,
            kinds=KINDS,
            titles=service.content.texts["fr"].questions,
            questions=service.examples.questions,
            reasons=service.content.of(TELEGRAM_TEXTS)["fr"].avis.raisons.by_id(),
            is_sentence=is_sentence,
            trouble=trouble,
            can_drop=can_drop,
        )

    def filing(self, diff: str, group: QuestionGroup, *, done: bool) -> str:
        """What filing a sentence changes in its file, or has changed."""
        return self._rendered("rangement.html", diff=diff, group=group, done=done)

    def refused(self, findings: Sequence[Finding]) -> str:
        """Why a sentence cannot be filed."""
        return self._rendered("refus.html", findings=findings)

    def coverage(self, cells: Mapping[str, Sequence[Cell]], content: Content, day: date) -> str:
        """The matrix of a day: for every territory and training, who is named and by which row."""
        names = content.texts["fr"].demands[FactId.COURSE].valeurs
        by_territory = zip(content.programme.territories.values(), zip(*cells.values(), strict=True), strict=True)
        return self._rendered(
            "couverture.html", courses=[names[course] for course in cells], lines=list(by_territory), day=day
        )

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

    def _rendered(self, template: str, **values: Any) -> str:
        return self._templates.get_template(template).render(values)

    def _file(self, place: Place) -> str:
        return self._files.named(place.file.resolve())

    def _short(self, place: Place) -> str:
        return f"{self._file(place)}:{place.line}"

    def _opened(self, place: Place) -> str | None:
        """The address that opens a place in the maintainer's editor."""
        form = _OPENED_BY.get(self._editor)
        return form.format(path=quote(place.file.resolve().as_posix()), line=place.line) if form else None


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs, and lists of lines that start with "•"."""
    items: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("•"):
            items.append(line[1:].strip())
            continue
        if items:
            yield "list", items
            items = []
        yield "text", [line]
    if items:
        yield "list", items
