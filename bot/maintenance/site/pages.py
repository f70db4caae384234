"""The pages of the site: what each of them shows, handed to the templates. Pure: the same content, the same pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.answers.answerer import Answerer
from bot.answers.place_names import department, departments
from bot.answers.texts import LANGUAGES, typeset
from bot.channels.web.html_templates import html_templates
from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Case, Period, dimensions, tells_territories_apart
from bot.maintenance.cases.timelines import Surveys
from bot.maintenance.site import department_map
from bot.maintenance.site.matrix import Cell, OrganisationGroup, groups, matrix
from bot.maintenance.site.phrases import Describer
from bot.maintenance.site.texts import SITE_TEXTS
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from rules.ids import FactId, QuestionId
from rules.model import Row
from rules.yaml_lines import read_document

_TEMPLATES: Final = html_templates(Path(__file__).parent / "templates")


@dataclass(frozen=True)
class ShownCase:
    """A case as a page shows it: the situations in words, the reply, and its review in words."""

    when: list[list[str]]
    reply: Reply
    review: str


@dataclass(frozen=True)
class OtherTime:
    """The cases that are answered otherwise at another time than today, under a title."""

    title: str
    cases: list[ShownCase]


def site_pages(content: Content, today: date) -> Iterator[tuple[str, str]]:
    """Every page as its path in the site and its text."""
    surveys = Surveys(content.programme, today)
    yield "index.html", _render("accueil.html", site=content.of(SITE_TEXTS), languages=LANGUAGES)
    for language in LANGUAGES:
        for path, text in _Pages(content, surveys, language).all():
            yield f"{language}/{path}", text


def _render(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(values)


class _Pages:
    """The pages of one language."""

    def __init__(self, content: Content, surveys: Surveys, language: str) -> None:
        self._content = content
        self._programme = content.programme
        self._surveys = surveys
        self._today = surveys.today
        self._language = language
        self._texts = content.texts[language]
        self._site = content.of(SITE_TEXTS)[language]
        self._answerer = Answerer(content.programme, content.texts)
        self._describer = Describer(content.programme, self._texts, self._site)
        self._periods = dimensions(QuestionId.ORGANISATION, content.programme).periods
        # In the order in which the maintainers name them; those without a name, last.
        named = list(self._texts.questions)
        self._questions = sorted(
            content.programme.tables, key=lambda name: named.index(name) if name in named else len(named)
        )
        credit = read_document(department_map.CREDITS, dict[str, str]).content[language]
        self._common = {
            "language": language,
            "other": next(other for other in LANGUAGES if other != language),
            "t": self._site,
            "fill": self._texts.fill,
            "made": self._texts.fill(
                self._site.fait, {"jour": self._texts.day(self._today), "version": content.digest}
            ),
            "credit": self._texts.fill(self._site.credit, {"credit": typeset(credit, language)}),
            "territory": self._describer.territory,
            "question_title": self._question,
            "course_title": self._texts.demands[FactId.COURSE].valeurs.__getitem__,
            "day": self._texts.day,
            "review": self._review,
        }

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page, by its path under the language's folder."""
        yield self._map("index.html", self._today, "")
        for period in self._periods:
            if not period.holds_on(self._today):
                yield self._map(
                    self._period_path(period), period.day(self._today), self._describer.period(period, self._today)
                )
        yield self._dates()
        yield self._page("changements.html", "changements.html", self._site.changements, changes=self._changes())
        yield self._sources()
        yield self._reviews()
        yield self._page("departements.html", "departements.html", self._site.departements, regions=self._regions())
        for code in self._programme.territories:
            yield self._department(code)
        simple = [question for question in self._questions if not self._surveys.now(question).facts]
        situated = [question for question in self._questions if question not in simple]
        yield self._page("questions.html", "questions.html", self._site.questions, situated=situated, simple=simple)
        for question in self._questions:
            yield self._question_page(question)

    def _page(self, path: str, template: str, title: str, **values: Any) -> tuple[str, str]:
        base = "../" * path.count("/")
        return path, _render(template, **self._common, path=path, base=base, top=base + "../", title=title, **values)

    # The map

    def _period_path(self, period: Period) -> str:
        if period.holds_on(self._today):
            return "index.html"
        return f"dates/{period.since or f'avant-{self._periods[1].since}'}.html"

    def _map(self, path: str, on: date, name: str) -> tuple[str, str]:
        courses = []
        for course, cells in matrix(self._answerer, self._language, on).items():
            found = groups(cells)
            courses.append(
                {
                    "id": course,
                    "cells": cells,
                    "groups": [(group, *department_map.look(group), self._organisations(group)) for group in found],
                    "of": {code: group for group in found for code in group.codes},
                    "labels": list(department_map.labels(self._programme, found)),
                    "magnifier": department_map.magnifier(found),
                    "named": {cell.code: self._named(cell) for cell in cells},
                }
            )
        title = f"{self._site.carte_titre} ({name[:1].lower()}{name[1:]})" if name else self._site.carte_titre
        return self._page(
            path,
            "carte.html",
            title,
            courses=courses,
            drawing=department_map.outlines(),
            magnified=department_map.MAGNIFIED,
            magnification=department_map.MAGNIFICATION,
            # A day says too little of a time that is over or to come: its name says it in the title.
            as_of="" if name else self._texts.fill(self._site.carte_du, {"jour": self._texts.day(on)}),
        )

    def _organisations(self, group: OrganisationGroup) -> str:
        if not group.known:
            return self._site.sans_reponse
        return self._texts.enumeration(list(group.organisations)) if group.organisations else self._site.sans_organisme

    def _named(self, cell: Cell) -> str:
        """The organisations of a cell; those to ask where the programme does not say."""
        names = self._texts.enumeration(list(cell.organisations)) if cell.organisations else self._site.sans_organisme
        return names if cell.known else self._texts.fill(self._site.a_demander, {"organisme": names})

    # Territories and questions

    def _regions(self) -> dict[str, list[str]]:
        """The territories of each region; those overseas, each a region of its own, stand together."""
        regions: dict[str, list[str]] = {}
        for name in self._programme.regions:
            codes = sorted(self._programme.codes_of_regions[name])
            if len(codes) > 1:
                regions[typeset(name, self._language)] = codes
        alone = set(self._programme.territories) - {code for codes in regions.values() for code in codes}
        return {**regions, self._site.outre_mer: sorted(alone)} if alone else regions

    def _department(self, code: str) -> tuple[str, str]:
        local = [question for question in self._questions if FactId.PLACE in self._surveys.now(question).facts]
        return self._page(
            f"departements/{code}.html",
            "departement.html",
            self._texts.fill(self._site.departement_titre, {"territoire": self._describer.territory(code)}),
            sections=[
                (question, *self._all_times(question, code), tells_territories_apart(self._programme, question))
                for question in local
            ],
            elsewhere=[question for question in self._questions if question not in local],
        )

    def _question_page(self, question: str) -> tuple[str, str]:
        now, others = self._all_times(question)
        return self._page(
            f"questions/{question}.html", "question.html", self._question(question), now=now, others=others
        )

    def _all_times(self, question: str, code: str | None = None) -> tuple[list[ShownCase], list[OtherTime]]:
        """The cases of today, and those of other times that are answered otherwise."""
        (_, now), *others = self._surveys.cases(question, code)
        found = []
        for period, cases in others:
            past = period.until is not None and period.until < self._today
            text = self._site.autrefois if past else self._site.plus_tard
            title = self._texts.fill(text, {"periode": self._describer.period(period, self._today)})
            found.append(OtherTime(title, self._shown_cases(cases, period.day(self._today))))
        return self._shown_cases(now, self._today), found

    def _shown_cases(self, cases: list[Case], on: date) -> list[ShownCase]:
        return [
            ShownCase(
                self._describer.situations(case),
                self._answerer.answer(self._asked(case), self._language, on),
                self._review(case),
            )
            for case in cases
        ]

    def _asked(self, case: Case) -> Frame:
        if len(case.codes) == 1:
            return Frame(case.question, case.facts, department(self._programme, case.codes[0]))
        territory = departments(self._programme, case.codes, "") if case.codes else None
        return Frame(case.question, case.facts, territory)

    def _question(self, question: str) -> str:
        title = self._texts.questions.get(question)
        return title or typeset(self._programme.tables[question].title.in_language(self._language), self._language)

    def _review(self, reviewed: Case | Row) -> str:
        return self._texts.fill(
            self._site.relu_le,
            {"jour": self._texts.day(reviewed.reviewed), "avant": self._texts.day(reviewed.review_before)},
        )

    # Dates, sources, reviews

    def _dates(self) -> tuple[str, str]:
        maps = [
            (self._period_path(period), self._describer.period(period, self._today), period.holds_on(self._today))
            for period in reversed(self._periods)
        ]
        changes = {
            since: [question for question in self._questions if question in changed]
            for since, changed in self._surveys.changes().items()
        }
        return self._page("dates.html", "dates.html", self._site.dates, changes=changes, maps=maps)

    def _changes(self) -> list[dict[str, Any]]:
        """What has changed, with whom it concerns, where that is not all."""
        programme, language = self._programme, self._language
        found = []
        for change in self._content.changes:
            period = Period(change.since, change.until)
            codes = {code for name in change.territories for code in programme.zones.get(name, {name})}
            concerned = [
                self._describer.period(period, self._today) if change.since or change.until else "",
                self._texts.enumeration(self._describer.territories(codes)),
                self._texts.enumeration(
                    [self._texts.demands[FactId.COURSE].valeurs[course] for course in change.courses]
                ),
            ]
            found.append(
                {
                    "title": change.title.in_language(language),
                    "text": change.text.in_language(language),
                    "published": change.published,
                    "concerned": [text for text in concerned if text],
                    "source": change.source,
                }
            )
        return found

    def _sources(self) -> tuple[str, str]:
        sources = self._programme.sources
        usual = list(sources)
        shown = [
            {
                "title": typeset(source.title.in_language(self._language), self._language),
                "published": source.published.in_language(self._language),
                "url": source.url,
                "questions": [
                    name
                    for name, table in self._programme.tables.items()
                    if any(row.source == source.id for row in table.rows)
                ],
            }
            for source in sources.values()
        ]
        own_order = []
        for name, table in self._programme.tables.items():
            order = [source for source in table.order if any(row.source == source for row in table.rows)]
            if order != sorted(order, key=usual.index):
                titles = [
                    typeset(sources[source].title.in_language(self._language), self._language) for source in order
                ]
                own_order.append(
                    self._texts.fill(
                        self._site.sources_priorite,
                        {"question": self._question(name), "sources": "; ".join(titles)},
                    )
                )
        return self._page("sources.html", "sources.html", self._site.sources, sources=shown, own_order=own_order)

    def _reviews(self) -> tuple[str, str]:
        root = self._content.files.root
        rows = [
            (row, name, f"{row.place.file.relative_to(root).as_posix()}:{row.place.line}")
            for name, table in self._programme.tables.items()
            for row in table.rows
        ]
        rows.sort(key=lambda entry: (entry[0].review_before, entry[2]))
        return self._page("relecture.html", "relecture.html", self._site.relecture, rows=rows, today=self._today)
