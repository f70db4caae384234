"""What maintainers write that holds without training: the facts and all the words, loaded and checked together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.changes import Change, load_changes
from bot.channels.telegram.deep_links import DeepLinks
from bot.channels.telegram.wording import TelegramWords, load_telegram_words
from bot.channels.web.wording import WebWords, load_web_words
from bot.checkout import PROJECT, Checkout
from bot.coverage.wording import SiteWords, load_site_words
from bot.hubs import Hub, load_hubs
from bot.storage.masking import Mask
from bot.unfinished import unfinished
from bot.wording import Words, load_words
from nlu.facts import FactFinder
from nlu.segments import Words as SmallWords
from nlu.territory_gazetteer import LEXICON, load_lexicon
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import FactDefinition, Programme

T = TypeVar("T")


@dataclass(frozen=True)
class Content:
    """The facts and the words of a checkout; words by language."""

    checkout: Checkout
    programme: Programme
    words: Mapping[str, Words]
    telegram: Mapping[str, TelegramWords]
    web: Mapping[str, WebWords]
    hubs: Mapping[str, Hub]
    changes: tuple[Change, ...]
    site: Mapping[str, SiteWords]


@dataclass(frozen=True)
class Readable:
    """What of a checkout could be read, and everything wrong with the rest."""

    checkout: Checkout
    programme: Programme | None
    words: Mapping[str, Words] | None
    telegram: Mapping[str, TelegramWords] | None
    web: Mapping[str, WebWords] | None
    hubs: Mapping[str, Hub] | None
    changes: tuple[Change, ...] | None
    site: Mapping[str, SiteWords] | None
    findings: tuple[Finding, ...]

    @property
    def content(self) -> Content | None:
        """The whole, where nothing lacks."""
        if not (self.programme and self.words and self.telegram and self.web and self.hubs and self.site):
            return None
        if self.changes is None:
            return None
        return Content(
            self.checkout, self.programme, self.words, self.telegram, self.web, self.hubs, self.changes, self.site
        )


def load_content(checkout: Checkout = PROJECT) -> Content:
    """Load everything that holds without training.

    Raises:
        ProgrammeError: with every finding of all rooms, not only those of the first that has some.
    """
    read = read_content(checkout)
    content = read.content
    if read.findings or content is None:
        raise ProgrammeError(read.findings)
    return content


def read_content(checkout: Checkout) -> Readable:
    """Read as much as can be read. What two rooms find at one place is told once, as the first says it."""
    findings = list(unfinished(checkout))

    def tried(load: Callable[[], T]) -> T | None:
        try:
            return load()
        except ProgrammeError as error:
            told = {finding.place for finding in findings}
            findings.extend(finding for finding in error.findings if finding.place not in told)
            return None

    programme = tried(lambda: load_programme(checkout.programme, checkout.faq))
    words = tried(lambda: load_words(checkout.answers, checkout.faq))
    telegram = tried(lambda: load_telegram_words(checkout.answers))
    web = tried(lambda: load_web_words(checkout.answers))
    tried(lambda: SmallWords.read(checkout.lexicon / "mots.yml"))
    tried(lambda: load_lexicon(checkout.programme / "territoires.yml", checkout.lexicon / LEXICON))
    tried(lambda: Mask.load(checkout.masks))
    hubs = changes = site = None
    if programme:
        known = programme
        hubs = tried(lambda: load_hubs(known, checkout.hubs))
        site = tried(lambda: load_site_words(known, checkout.answers))
        changes = tried(lambda: load_changes(known, checkout.changes))
        tried(lambda: _facts_found(checkout.lexicon, known.facts))
        tried(lambda: DeepLinks(known, checkout.telegram_links))
    return Readable(checkout, programme, words, telegram, web, hubs, changes, site, tuple(findings))


def _facts_found(lexicon: Path, facts: Mapping[str, FactDefinition]) -> FactFinder:
    texts = [path.read_bytes() for path in sorted(lexicon.glob("*.yml"))]
    return _compiled(lexicon, tuple(texts), tuple(facts.items()))


@lru_cache(maxsize=2)
def _compiled(lexicon: Path, _texts: tuple[bytes, ...], facts: tuple[tuple[str, FactDefinition], ...]) -> FactFinder:
    """Kept as long as the files are the same: the expressions take a fifth of a second to compile."""
    return FactFinder.load(dict(facts), lexicon)
