"""What maintainers write that holds without training: the facts and all the words, loaded and checked together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.changes import Change, load_changes
from bot.channels.telegram.wording import TelegramWords, load_telegram_words
from bot.channels.web.wording import WebWords, load_web_words
from bot.checkout import PROJECT, Checkout
from bot.coverage.wording import SiteWords, load_site_words
from bot.hubs import Hub, load_hubs
from bot.unfinished import unfinished
from bot.wording import Words, load_words
from nlu.facts import FactFinder
from nlu.segments import Words as SmallWords
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import Programme

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


def load_content(checkout: Checkout = PROJECT) -> Content:
    """Load everything that holds without training.

    Raises:
        ProgrammeError: with every finding of all rooms, not only those of the first that has some.
    """
    left = list(unfinished(checkout))
    findings: list[Finding] = []

    def tried(load: Callable[[], T]) -> T | None:
        try:
            return load()
        except ProgrammeError as error:
            findings.extend(error.findings)
            return None

    programme = tried(lambda: load_programme(checkout.programme, checkout.faq))
    words = tried(lambda: load_words(checkout.answers, checkout.faq))
    telegram = tried(lambda: load_telegram_words(checkout.answers))
    web = tried(lambda: load_web_words(checkout.answers))
    tried(lambda: SmallWords.load(checkout.lexicon / "mots.yml"))
    hubs = changes = site = None
    if programme:
        known = programme
        hubs = tried(lambda: load_hubs(known, checkout.hubs))
        site = tried(lambda: load_site_words(known, checkout.answers))
        changes = tried(lambda: load_changes(known, checkout.changes))
        tried(lambda: FactFinder.load(known.facts, checkout.lexicon))
    findings = [*left, *(one for one in findings if one.place not in {begun.place for begun in left})]
    if findings or not (programme and words and telegram and web and hubs and site and changes is not None):
        raise ProgrammeError(dict.fromkeys(findings))
    return Content(checkout, programme, words, telegram, web, hubs, changes, site)
