"""The content: the maintainers' files that need no training, loaded as a whole with what is built of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar, cast

from bot.answers.answerer import Answerer
from bot.answers.place_names import phrase
from bot.answers.privacy import PrivacyNotice
from bot.answers.texts import AnswerTexts, load_answer_texts, typeset
from bot.content.changelog import ChangelogEntry, load_changes
from bot.content.declarations import Declaration, Declarations, Parts
from bot.content.hubs import HubProfile, load_hubs
from bot.content.project_files import PROJECT, ProjectFiles, held
from bot.content.todo_markers import unfinished
from bot.process.settings import load_settings
from bot.storage.masking import Mask
from nlu.entities.answer_words import AnswerWords
from nlu.entities.expressions import watch
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import StatedPlace
from nlu.entities.places.finder import PlaceFinder
from nlu.entities.places.gazetteer import LEXICON, load_lexicon
from nlu.entities.places.lexicon import LexiconFile
from nlu.resources import LanguageResources
from rules.errors import ProgrammeError
from rules.facts import FactDefinition
from rules.loading import load_programme
from rules.model import Programme

_DIGEST_SIGNS: Final = 8

T = TypeVar("T")


PROGRAMME: Declaration[Programme] = Declaration(
    "programme",
    lambda files: (files.programme, files.faq),
    lambda parts: load_programme(parts.files.programme, parts.files.faq, parts.files.left_out),
)
ANSWER_TEXTS: Declaration[Mapping[str, AnswerTexts]] = Declaration(
    "answer texts",
    lambda files: (files.answers, files.faq),
    lambda parts: load_answer_texts(parts.files.answers, parts.files.faq, parts.files.left_out),
)
CONVERSATION_LEXICON: Declaration[Lexicon] = Declaration(
    "lexicon", lambda files: (files.lexicon,), lambda parts: Lexicon.load(parts.files.lexicon)
)
PLACE_LEXICON: Declaration[LexiconFile] = Declaration(
    "place lexicon",
    lambda files: (files.programme, files.lexicon),
    lambda parts: load_lexicon(parts.files.programme / "territoires.yml", parts.files.lexicon / LEXICON),
)
FACT_FINDER: Declaration[FactFinder] = Declaration(
    "fact finder",
    lambda files: (files.lexicon,),
    lambda parts: _fact_finder(parts.files.lexicon, parts.of(PROGRAMME).facts),
)
ANSWER_WORDS: Declaration[AnswerWords] = Declaration(
    "answer words",
    lambda files: (files.lexicon,),
    lambda parts: AnswerWords.load(parts.of(PROGRAMME).facts, parts.files.lexicon),
)
MASK: Declaration[Mask] = Declaration("mask", lambda files: (files.masks,), lambda parts: Mask.load(parts.files.masks))
HUBS: Declaration[Mapping[str, HubProfile]] = Declaration(
    "hubs", lambda files: (files.hubs,), lambda parts: load_hubs(parts.of(PROGRAMME), parts.files.hubs)
)
CHANGELOG: Declaration[tuple[ChangelogEntry, ...]] = Declaration(
    "changelog",
    lambda files: (files.changes,),
    lambda parts: load_changes(parts.of(PROGRAMME), parts.files.changes),
)

CORE: Final[Declarations] = (
    PROGRAMME,
    ANSWER_TEXTS,
    CONVERSATION_LEXICON,
    PLACE_LEXICON,
    MASK,
    HUBS,
    CHANGELOG,
    FACT_FINDER,
    ANSWER_WORDS,
)
"""Loaded for every set of channels."""


@dataclass(frozen=True, eq=False)
class Content:
    """All content of a project. It never changes, and it can be pickled: one process loads it for others.

    Attributes:
        files: the maintainers' files.
        digest: a short hash of the files.
        parts: what the declarations have built, by name; :meth:`of` gives a part its type.
        resources: what interprets utterances.
        answerer: what makes replies.
        answerers_of_hubs: what makes replies for visitors of hubs with a data controller of their own, by hub.
    """

    files: ProjectFiles
    digest: str
    parts: Mapping[str, object]
    resources: LanguageResources
    answerer: Answerer
    answerers_of_hubs: Mapping[str, Answerer]

    def of(self, declaration: Declaration[T]) -> T:
        """The part that a declaration has built.

        Raises:
            KeyError: the content was loaded without this declaration.
        """
        return cast(T, self.parts[declaration.name])

    def answerer_for(self, hub: str | None) -> Answerer:
        """What makes replies for visitors of a hub, or of none."""
        return self.answerers_of_hubs.get(hub or "", self.answerer)

    @property
    def programme(self) -> Programme:
        """The rules of the programme."""
        return self.of(PROGRAMME)

    @property
    def texts(self) -> Mapping[str, AnswerTexts]:
        """The texts of the answers by language."""
        return self.of(ANSWER_TEXTS)

    def within(self, place: StatedPlace, language: str) -> str:
        """A place with its preposition: "dans les Landes"."""
        return typeset(phrase(self.programme, place, self.texts[language]), language)

    @property
    def hubs(self) -> Mapping[str, HubProfile]:
        """The hubs' profiles by id."""
        return self.of(HUBS)

    @property
    def changes(self) -> tuple[ChangelogEntry, ...]:
        """The changes that concern advisers, the latest first."""
        return self.of(CHANGELOG)

    @property
    def mask(self) -> Mask:
        """Masks personal data in a question before it is kept."""
        return self.of(MASK)


def load_content(
    files: ProjectFiles = PROJECT,
    declarations: Declarations = (),
    notice: PrivacyNotice = PrivacyNotice(),  # noqa: B008
) -> Content:
    """Load everything that needs no training.

    Args:
        files: the maintainers' files.
        declarations: what to load besides the core.
        notice: what the texts promise about personal data, except for hubs with a data controller of their own.

    Raises:
        ProgrammeError: with the findings of all files, not only of the first that has some.
    """
    digest = content_digest(files, declarations)
    parts = read_content(files, declarations)
    if parts.findings:
        raise ProgrammeError(parts.findings)
    programme = parts.of(PROGRAMME)
    places = PlaceFinder.load(files.programme, lexicon=files.lexicon)
    return Content(
        files=files,
        digest=digest,
        parts=parts.built,
        resources=LanguageResources.of(
            programme, parts.of(CONVERSATION_LEXICON), places, parts.of(FACT_FINDER), parts.of(ANSWER_WORDS)
        ),
        answerer=Answerer(programme, parts.of(ANSWER_TEXTS), notice),
        answerers_of_hubs={
            hub.id: Answerer(programme, parts.of(ANSWER_TEXTS), replace(notice, controller=hub.controller))
            for hub in parts.of(HUBS).values()
            if hub.controller
        },
    )


@cache
def project_content(declarations: Declarations = ()) -> Content:
    """The content of the project's files, as they were at the first call.

    Raises:
        ProgrammeError: with every finding.
    """
    return load_content(PROJECT, declarations, PrivacyNotice.of(load_settings()))


def read_content(files: ProjectFiles, declarations: Declarations = ()) -> Parts:
    """Build every part that can be built; the others leave findings."""
    watch()
    parts = Parts(files, unfinished(files))
    for declaration in (*CORE, *declarations):
        parts.get(declaration)
    return parts


def content_paths(files: ProjectFiles, declarations: Declarations = ()) -> tuple[Path, ...]:
    """The files and folders of the content, each once."""
    return tuple(dict.fromkeys(path for part in (*CORE, *declarations) for path in part.paths(files)))


def content_files(files: ProjectFiles, declarations: Declarations = ()) -> tuple[Path, ...]:
    """Each file of the content, without the plain questions left out."""
    left_out = {files.faq / f"{name}.yml" for name in files.left_out}
    return tuple(file for path in content_paths(files, declarations) for file in _files(path) if file not in left_out)


def content_digest(files: ProjectFiles, declarations: Declarations = ()) -> str:
    """A short hash of the names and the text of all files of the content."""
    digest = sha256()
    paths = content_files(files, declarations)
    for path, content in zip(paths, held(paths), strict=True):
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:_DIGEST_SIGNS]


def _files(path: Path) -> Iterator[Path]:
    return iter(sorted(path.rglob("*.yml"))) if path.is_dir() else iter((path,))


def _fact_finder(lexicon: Path, facts: Mapping[str, FactDefinition]) -> FactFinder:
    return _compiled(lexicon, held(sorted(lexicon.glob("*.yml"))), tuple(facts.items()))


@lru_cache(maxsize=2)
def _compiled(lexicon: Path, _texts: tuple[bytes, ...], facts: tuple[tuple[str, FactDefinition], ...]) -> FactFinder:
    """The fact finder. Cached while the files are the same: the expressions take a fifth of a second to compile."""
    return FactFinder.load(dict(facts), lexicon)
