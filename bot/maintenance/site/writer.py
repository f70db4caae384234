"""What all pages of one language share, and how a page is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.answers.texts import LANGUAGES, typeset
from bot.channels.web.html_templates import html_templates
from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Case
from bot.maintenance.site import department_map
from bot.maintenance.site.online import Online
from bot.maintenance.site.phrases import Describer
from bot.maintenance.site.texts import SITE_TEXTS
from rules.ids import FactId
from rules.model import Row
from rules.yaml_lines import read_document

_TEMPLATES: Final = html_templates(Path(__file__).parent / "templates")


def render(template: str, **values: Any) -> str:
    """A page of the templates."""
    return _TEMPLATES.get_template(template).render(values)


class PageWriter:
    """Writes the pages of one language."""

    def __init__(self, content: Content, language: str, today: date, online: Online) -> None:
        self.content = content
        self.language = language
        self.today = today
        self.texts = content.texts[language]
        self.site = content.of(SITE_TEXTS)[language]
        self.describer = Describer(content.programme, self.texts, self.site)
        credit = read_document(department_map.CREDITS, dict[str, str]).content[language]
        self._common = {
            "language": language,
            "other": next(other for other in LANGUAGES if other != language),
            "online": online,
            "t": self.site,
            "fill": self.texts.fill,
            "made": self.texts.fill(self.site.fait, {"jour": self.texts.day(today)}),
            "credit": self.texts.fill(self.site.credit, {"credit": typeset(credit, language)}),
            "territory": self.describer.territory,
            "question_title": self.question,
            "course_title": self.course,
            "day": self.texts.day,
            "review": self.review,
        }

    def page(self, path: str, template: str, title: str, description: str = "", **values: Any) -> tuple[str, str]:
        """A page: its path under the language's folder, and its text. `description` is for search engines."""
        base = "../" * path.count("/")
        summary = description or self.site.presentation
        page = {"path": path, "base": base, "top": base + "../", "title": title, "description": summary}
        return path, render(template, **self._common, **page, **values)

    def filled(self, text: str, **values: str) -> str:
        """A text of the site with its words in braces filled in."""
        return self.texts.fill(text, values)

    def question(self, question: str) -> str:
        """The title of a question."""
        title = self.texts.questions.get(question)
        return title or typeset(self.content.programme.tables[question].title.in_language(self.language), self.language)

    def course(self, course: str) -> str:
        """The name of a training."""
        return self.texts.demands[FactId.COURSE].valeurs[course]

    def review(self, reviewed: Case | Row) -> str:
        """When a row was last reviewed."""
        return self.filled(self.site.relu_le, jour=self.texts.day(reviewed.reviewed))
