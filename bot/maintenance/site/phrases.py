"""In words: for whom and when an answer holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.answers.place_names import whole_regions
from bot.answers.texts import AnswerTexts, capitalized, typeset, value_name
from bot.maintenance.cases.enumeration import Case, Period
from bot.maintenance.site.texts import SiteTexts
from rules.ids import FactId
from rules.model import UNSPECIFIED, Programme


class Describer:
    """Says situations and times in one language."""

    def __init__(self, programme: Programme, texts: AnswerTexts, site: SiteTexts) -> None:
        self._programme = programme
        self._texts = texts
        self._site = site

    def situations(self, case: Case) -> list[list[str]]:
        """The facts of each situation of a case; a situation without facts always holds."""
        return [self.stated(stated) for stated in case.when]

    def stated(self, values: Mapping[str, Iterable[str]]) -> list[str]:
        """The facts of a situation, each with its values."""
        return [self._stated(fact, tuple(shown)) for fact, shown in values.items()]

    def period(self, period: Period, today: date) -> str:
        """A time: "Entre le printemps 2024 et juin 2024"."""
        site, texts = self._site, self._texts
        if period.since and period.until:
            return texts.fill(site.du_au, {"debut": texts.limit(period.since), "fin": texts.limit(period.until)})
        if period.until:
            return texts.fill(site.jusqu_au, {"fin": texts.limit(period.until)})
        if period.since:
            text = site.depuis if period.since <= today else site.a_partir
            return texts.fill(text, {"debut": texts.limit(period.since)})
        return site.toujours

    def territory(self, code: str) -> str:
        """A territory with its number: "Landes (40)"."""
        return typeset(value_name(self._programme, self._texts, FactId.PLACE, code), self._texts.language)

    def territories(self, codes: Iterable[str]) -> list[str]:
        """Territories by their zone; else whole regions, then single ones."""
        wanted = set(codes)
        for zone, name in self._site.zones.items():
            if self._programme.zones[zone] == wanted:
                return [name]
        regions, left = whole_regions(self._programme, wanted)
        return [*(typeset(region, self._texts.language) for region in regions), *map(self.territory, left)]

    def _stated(self, fact: str, values: tuple[str, ...]) -> str:
        known = [value for value in values if value != UNSPECIFIED]
        if fact == FactId.PLACE:
            name, shown = self._site.territoire, self.territories(known)
        else:
            name = self._texts.demands[fact].nom or fact
            shown = [value_name(self._programme, self._texts, fact, value) for value in known]
        if UNSPECIFIED in values:
            shown.append(self._site.non_precise)
        stated: Mapping[str, str] = {
            "fait": capitalized(name),
            "valeurs": self._texts.alternatives(shown),
        }
        return self._texts.fill(self._site.cas, stated)
