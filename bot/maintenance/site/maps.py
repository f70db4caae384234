"""The maps and tables: who is in charge of each training in each territory on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.answers.answerer import Answerer
from bot.maintenance.cases.enumeration import Period
from bot.maintenance.site import department_map
from bot.maintenance.site.department_map import Label, Magnifier
from bot.maintenance.site.matrix import Cell, OrganisationGroup, groups, matrix
from bot.maintenance.site.writer import PageWriter

HOME: Final = "index.html"


@dataclass(frozen=True)
class CourseMap:
    """One training on a day: its cells, the groups of territories with their look, and who is named where."""

    id: str
    cells: tuple[Cell, ...]
    groups: tuple[tuple[OrganisationGroup, str, str, str], ...]
    group_of: Mapping[str, OrganisationGroup]
    labels: tuple[Label, ...]
    magnifier: Magnifier
    named: Mapping[str, str]


class MapPages:
    """The pages of maps and tables of one language."""

    def __init__(self, writer: PageWriter, answerer: Answerer, regions: Mapping[str, list[str]]) -> None:
        self._writer = writer
        self._answerer = answerer
        self._regions = regions

    def now(self) -> Iterator[tuple[str, str]]:
        """The landing page with the most informative map, the other maps, and a table for each."""
        site, writer = self._writer.site, self._writer
        maps = self._maps(writer.today)
        paths = {course.id: f"cartes/{course.id}.html" for course in maps[1:]}
        paths = {maps[0].id: HOME, **paths}
        as_of = writer.filled(site.carte_du, jour=writer.texts.day(writer.today))
        for course in maps:
            is_home = paths[course.id] == HOME
            title = site.accueil if is_home else self._title(course.id)
            regions = self._regions if is_home else {}
            yield self._map(paths[course.id], title, course, paths, as_of=as_of, regions=regions, has_table=True)
            table = writer.filled(site.tableau, formation=writer.course(course.id))
            yield writer.page(
                self._table_path(course.id), "tableau.html", table, course=course, map_path=paths[course.id]
            )

    def of(self, period: Period) -> Iterator[tuple[str, str]]:
        """The maps of another time, without tables: those answers are on the page of each territory."""
        when = self._writer.describer.period(period, self._writer.today)
        maps = self._maps(period.day(self._writer.today))
        paths = {course.id: self.path(period, course.id if place else "") for place, course in enumerate(maps)}
        for course in maps:
            title = f"{self._title(course.id)} ({when[:1].lower()}{when[1:]})"
            yield self._map(paths[course.id], title, course, paths, as_of="", regions={}, has_table=False)

    def path(self, period: Period, course: str = "") -> str:
        """The path of the map of a time, for a training or the first one."""
        if period.holds_on(self._writer.today):
            return HOME
        name = period.since or "avant"
        return f"dates/{name}{f'-{course}' if course else ''}.html"

    def _map(
        self, path: str, title: str, course: CourseMap, paths: Mapping[str, str], **values: Any
    ) -> tuple[str, str]:
        return self._writer.page(
            path,
            "carte.html",
            title,
            course=course,
            tabs=paths,
            table=self._table_path(course.id),
            drawing=department_map.outlines(),
            magnified=department_map.MAGNIFIED,
            magnification=department_map.MAGNIFICATION,
            **values,
        )

    def _title(self, course: str) -> str:
        return self._writer.filled(self._writer.site.carte_titre, formation=self._writer.course(course))

    @staticmethod
    def _table_path(course: str) -> str:
        return f"tableaux/{course}.html"

    def _maps(self, on: date) -> list[CourseMap]:
        """The maps of a day, those that distinguish most territories first."""
        cells = matrix(self._answerer, self._writer.language, on)
        return sorted((self._course(*each) for each in cells.items()), key=lambda course: -len(course.groups))

    def _course(self, course: str, cells: tuple[Cell, ...]) -> CourseMap:
        found = groups(cells)
        return CourseMap(
            course,
            cells,
            tuple((group, *department_map.look(group), self._organisations(group)) for group in found),
            {code: group for group in found for code in group.codes},
            tuple(department_map.labels(self._writer.content.programme, found)),
            department_map.magnifier(found),
            {cell.code: self._named(cell) for cell in cells},
        )

    def _organisations(self, group: OrganisationGroup) -> str:
        site = self._writer.site
        if not group.known:
            return site.sans_reponse
        return self._writer.texts.enumeration(list(group.organisations)) if group.organisations else site.sans_organisme

    def _named(self, cell: Cell) -> str:
        """The organisations of a cell, or those to ask if the programme does not say."""
        site, texts = self._writer.site, self._writer.texts
        names = texts.enumeration(list(cell.organisations)) if cell.organisations else site.sans_organisme
        return names if cell.known else self._writer.filled(site.a_demander, organisme=names)
