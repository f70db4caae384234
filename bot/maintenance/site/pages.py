"""The pages of the site: their content, for the templates. Pure: the same content gives the same pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from bot.answers.answerer import Answerer
from bot.answers.place_names import department, departments
from bot.answers.texts import LANGUAGES, typeset
from bot.content.loading import Content
from bot.maintenance.cases.enumeration import Case, Period, dimensions, tells_territories_apart
from bot.maintenance.cases.timelines import Surveys
from bot.maintenance.site.maps import MapPages
from bot.maintenance.site.online import Online
from bot.maintenance.site.texts import SITE_TEXTS
from bot.maintenance.site.writer import PageWriter, render
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from rules.grid import Grid
from rules.ids import FactId, QuestionId
from rules.model import Row, Text

NOWHERE: Final = Online()


@dataclass(frozen=True)
class ShownCase:
    """A case as a page shows it: its situations, the reply, and its review, in words."""

    when: list[list[str]]
    reply: Reply
    review: str


@dataclass(frozen=True)
class OtherTime:
    """The cases answered differently at another time than today, under a title."""

    title: str
    cases: list[ShownCase]


@dataclass(frozen=True)
class ShownLine:
    """A line of the matrix: when it holds, what it says, and whether a source says it."""

    when: str
    line: str
    known: bool


@dataclass(frozen=True)
class ShownElement:
    """An element of the matrix: its name, and for each attribute the lines."""

    id: str
    name: str
    attributes: list[tuple[str, list[ShownLine]]]


def site_pages(content: Content, today: date, online: Online = NOWHERE) -> Iterator[tuple[str, str]]:
    """Every page as its path in the site and its text."""
    surveys = Surveys(content.programme, today)
    yield "index.html", render("accueil.html", site=content.of(SITE_TEXTS), languages=LANGUAGES, online=online)
    for language in LANGUAGES:
        for path, text in _Pages(PageWriter(content, language, today, online), surveys).all():
            yield f"{language}/{path}", text


class _Pages:
    """The pages of one language."""

    def __init__(self, writer: PageWriter, surveys: Surveys) -> None:
        self._writer = writer
        self._content = writer.content
        self._programme = writer.content.programme
        self._surveys = surveys
        self._today = writer.today
        self._language = writer.language
        self._texts = writer.texts
        self._site = writer.site
        self._describer = writer.describer
        self._page = writer.page
        self._answerer = Answerer(self._programme, self._content.texts)
        self._maps = MapPages(writer, self._answerer, self._regions())
        self._periods = dimensions(QuestionId.ORGANISATION, self._programme).periods
        # In the maintainers' order; those without a name come last.
        named = list(self._texts.questions)
        self._questions = sorted(
            self._programme.tables, key=lambda name: named.index(name) if name in named else len(named)
        )

    def all(self) -> Iterator[tuple[str, str]]:
        """Every page, by its path under the language's folder."""
        yield from self._maps.now()
        for period in self._periods:
            if not period.holds_on(self._today):
                yield from self._maps.of(period)
        yield self._dates()
        yield self._page("changements.html", "changements.html", self._site.changements, changes=self._changes())
        yield self._sources()
        for code in self._programme.territories:
            yield self._department(code)
            yield self._path(code)
        simple = [question for question in self._questions if not self._surveys.now(question).facts]
        situated = [question for question in self._questions if question not in simple]
        yield self._page("questions.html", "questions.html", self._site.questions, situated=situated, simple=simple)
        yield self._page("matrice.html", "matrice.html", self._site.matrice, elements=list(self._elements()))
        for question in self._questions:
            now, others = self._all_times(question)
            title = self._writer.question(question)
            yield self._page(f"questions/{question}.html", "question.html", title, now=now, others=others)

    # The matrix

    def _elements(self) -> Iterator[ShownElement]:
        """Each element of the matrix with the lines of its attributes."""
        for element, asked in self._programme.elements.items():
            attributes = [
                (self._words(about.name), [self._shown_line(row) for row in self._cell(element, attribute).table.rows])
                for attribute, about in self._programme.attributes.items()
            ]
            yield ShownElement(element, self._words(asked.name), attributes)

    def _cell(self, element: str, attribute: str) -> Grid:
        return cast(Grid, self._programme.cells[element, attribute])

    def _shown_line(self, row: Row) -> ShownLine:
        facts = {fact: sorted(values) for fact, values in row.when}
        when = (
            self._writer.filled(self._site.matrice_cas, cas=", ".join(self._describer.stated(facts))) if facts else ""
        )
        return ShownLine(when, self._words(row.then.line or Text("", "")), row.then.known)

    def _words(self, text: Text) -> str:
        return typeset(text.in_language(self._language), self._language)

    # Territories and questions

    def _regions(self) -> dict[str, list[str]]:
        """The territories of each region; those overseas, each a region of its own, are grouped."""
        regions: dict[str, list[str]] = {}
        for name in self._programme.regions:
            codes = sorted(self._programme.codes_of_regions[name])
            if len(codes) > 1:
                regions[typeset(name, self._language)] = codes
        alone = set(self._programme.territories) - {code for codes in regions.values() for code in codes}
        return {**regions, self._site.outre_mer: sorted(alone)} if alone else regions

    def _department(self, code: str) -> tuple[str, str]:
        local = [question for question in self._questions if FactId.PLACE in self._surveys.now(question).facts]
        title = self._describer.territory(code)
        return self._page(
            f"departements/{code}.html",
            "departement.html",
            title,
            self._writer.filled(self._site.departement_description, territoire=title),
            code=code,
            organisations=self._answered(QuestionId.ORGANISATION, code),
            sections=[
                (question, *self._all_times(question, code), tells_territories_apart(self._programme, question))
                for question in local
            ],
            elsewhere=[question for question in self._questions if question not in local],
        )

    def _answered(self, question: str, code: str) -> Reply:
        """The answer for an adviser who states only a place: a card for each training."""
        return self._answerer.answer(
            Frame(question, {}, department(self._programme, code)), self._language, self._today
        )

    def _path(self, code: str) -> tuple[str, str]:
        """The path of an adviser who is new in the job."""
        frame = Frame(QuestionId.MY_PATH, self._site.parcours_faits, department(self._programme, code))
        _, path = self._answerer.path(frame, self._language, self._today)
        title = self._writer.filled(self._site.parcours_titre, territoire=self._describer.territory(code))
        links = {stage.line: self._answerer.links(stage.links, self._language) for stage in path.stages}
        return self._page(f"parcours/{code}.html", "parcours.html", title, code=code, steps=path, links=links)

    def _all_times(self, question: str, code: str | None = None) -> tuple[list[ShownCase], list[OtherTime]]:
        """The cases of today, and those answered differently at other times."""
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
                self._writer.review(case),
            )
            for case in cases
        ]

    def _asked(self, case: Case) -> Frame:
        if len(case.codes) == 1:
            return Frame(case.question, case.facts, department(self._programme, case.codes[0]))
        territory = departments(self._programme, case.codes, "") if case.codes else None
        return Frame(case.question, case.facts, territory)

    # Dates and sources

    def _dates(self) -> tuple[str, str]:
        maps = [
            (self._maps.path(period), self._describer.period(period, self._today), period.holds_on(self._today))
            for period in reversed(self._periods)
        ]
        changes = {
            since: [question for question in self._questions if question in changed]
            for since, changed in self._surveys.changes().items()
        }
        return self._page("dates.html", "dates.html", self._site.dates, changes=changes, maps=maps)

    def _changes(self) -> list[dict[str, Any]]:
        """The changes, with whom they concern if that is not everybody."""
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
                        {"question": self._writer.question(name), "sources": "; ".join(titles)},
                    )
                )
        return self._page("sources.html", "sources.html", self._site.sources, sources=shown, own_order=own_order)
