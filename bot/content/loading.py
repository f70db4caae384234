"""What maintainers write that holds without training: the facts and all the words, loaded and checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from bot.answers.answerer import Answerer
from bot.answers.texts import AnswerTexts, load_answer_texts
from bot.channels.telegram.commands import CommandBook
from bot.channels.telegram.deep_links import DeepLinks
from bot.channels.telegram.texts import TelegramTexts, load_telegram_texts
from bot.channels.web.texts import WebTexts, load_web_texts
from bot.content.changelog import ChangelogEntry, load_changes
from bot.content.hubs import HubProfile, load_hubs
from bot.content.project_files import PROJECT, Checkout, held
from bot.content.todo_markers import unfinished
from bot.maintenance.site.texts import SiteTexts, load_site_texts
from bot.process.settings import load_settings
from bot.storage.masking import Mask
from nlu.entities.cues import Words as SmallWords
from nlu.entities.fact_finder import FactFinder
from nlu.entities.places.finder import TerritoryFinder
from nlu.entities.places.gazetteer import LEXICON, load_lexicon
from nlu.entities.set_phrases import Phrases
from nlu.resources import Knowledge
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import FactDefinition, Programme

RETENTION_DAYS: Final = 90
"""How long what is kept is said to be kept, where no settings say it."""

_DIGEST_SIGNS: Final = 8

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Content:
    """The facts and the words of a checkout, words by language, and what is built from them.

    It never changes, and it can be pickled: one process loads it for others. `digest` names what its files say.
    """

    checkout: Checkout
    digest: str
    programme: Programme
    words: Mapping[str, AnswerTexts]
    telegram: Mapping[str, TelegramTexts]
    web: Mapping[str, WebTexts]
    hubs: Mapping[str, HubProfile]
    changes: tuple[ChangelogEntry, ...]
    site: Mapping[str, SiteTexts]
    knowledge: Knowledge
    answerer: Answerer
    links: DeepLinks
    commands: CommandBook
    mask: Mask


@dataclass(frozen=True)
class Readable:
    """What of a checkout could be read, and everything wrong with the rest."""

    checkout: Checkout
    programme: Programme | None
    words: Mapping[str, AnswerTexts] | None
    telegram: Mapping[str, TelegramTexts] | None
    web: Mapping[str, WebTexts] | None
    hubs: Mapping[str, HubProfile] | None
    changes: tuple[ChangelogEntry, ...] | None
    site: Mapping[str, SiteTexts] | None
    small_words: SmallWords | None
    phrases: Phrases | None
    facts: FactFinder | None
    links: DeepLinks | None
    mask: Mask | None
    findings: tuple[Finding, ...]


def load_content(checkout: Checkout = PROJECT, *, retention_days: int = RETENTION_DAYS) -> Content:
    """Load everything that holds without training.

    Args:
        checkout: whose files.
        retention_days: how long what is kept is said to be kept.

    Raises:
        ProgrammeError: with every finding of all rooms, not only those of the first that has some.
    """
    digest = content_digest(checkout)
    read = read_content(checkout)
    programme, words, telegram, web, hubs, site = (
        read.programme,
        read.words,
        read.telegram,
        read.web,
        read.hubs,
        read.site,
    )
    if read.findings or not (programme and words and telegram and web and hubs and site and read.changes is not None):
        raise ProgrammeError(read.findings)
    if not (read.small_words and read.phrases and read.facts and read.links and read.mask):
        raise ProgrammeError(read.findings)
    territories = TerritoryFinder.load(checkout.programme, lexicon=checkout.lexicon)
    return Content(
        checkout=checkout,
        digest=digest,
        programme=programme,
        words=words,
        telegram=telegram,
        web=web,
        hubs=hubs,
        changes=read.changes,
        site=site,
        knowledge=Knowledge.of(programme, read.small_words, read.phrases, territories, read.facts),
        answerer=Answerer(programme, words, retention_days=retention_days),
        links=read.links,
        commands=CommandBook(telegram),
        mask=read.mask,
    )


@cache
def project_content() -> Content:
    """The content of the project's files as they were when it was first asked for.

    Raises:
        ProgrammeError: with every finding.
    """
    return load_content(retention_days=load_settings().retention_days)


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
    words = tried(lambda: load_answer_texts(checkout.answers, checkout.faq))
    telegram = tried(lambda: load_telegram_texts(checkout.answers))
    web = tried(lambda: load_web_texts(checkout.answers))
    small_words = tried(lambda: SmallWords.load(checkout.lexicon / "mots.yml"))
    phrases = tried(lambda: Phrases.load(checkout.lexicon))
    tried(lambda: load_lexicon(checkout.programme / "territoires.yml", checkout.lexicon / LEXICON))
    mask = tried(lambda: Mask.load(checkout.masks))
    hubs = changes = site = facts = links = None
    if programme:
        known = programme
        hubs = tried(lambda: load_hubs(known, checkout.hubs))
        site = tried(lambda: load_site_texts(known, checkout.answers))
        changes = tried(lambda: load_changes(known, checkout.changes))
        facts = tried(lambda: _facts_found(checkout.lexicon, known.facts))
        links = tried(lambda: DeepLinks(known, checkout.telegram_links))
    return Readable(
        checkout=checkout,
        programme=programme,
        words=words,
        telegram=telegram,
        web=web,
        hubs=hubs,
        changes=changes,
        site=site,
        small_words=small_words,
        phrases=phrases,
        facts=facts,
        links=links,
        mask=mask,
        findings=tuple(findings),
    )


def content_digest(checkout: Checkout) -> str:
    """A short name for what the files say that hold without training."""
    digest = sha256()
    files = list(_files(checkout))
    for path, content in zip(files, held(files), strict=True):
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:_DIGEST_SIGNS]


def _files(checkout: Checkout) -> Iterator[Path]:
    rooms = (checkout.programme, checkout.lexicon, checkout.answers, checkout.faq, checkout.hubs, checkout.changes)
    for folder in rooms:
        yield from sorted(folder.rglob("*.yml"))
    yield checkout.telegram_links
    yield checkout.masks


def _facts_found(lexicon: Path, facts: Mapping[str, FactDefinition]) -> FactFinder:
    return _compiled(lexicon, held(sorted(lexicon.glob("*.yml"))), tuple(facts.items()))


@lru_cache(maxsize=2)
def _compiled(lexicon: Path, _texts: tuple[bytes, ...], facts: tuple[tuple[str, FactDefinition], ...]) -> FactFinder:
    """Kept as long as the files are the same: the expressions take a fifth of a second to compile."""
    return FactFinder.load(dict(facts), lexicon)
