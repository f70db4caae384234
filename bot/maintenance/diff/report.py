"""Everything that an edit changes for advisers, ready to be shown as text, for a comment or as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answers.texts import LANGUAGES
from bot.content.loading import Content, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.diff.answer_changes import AnswerChange, answer_changes, placed
from bot.maintenance.diff.entity_changes import EntityChange, Finders, entity_changes
from bot.maintenance.diff.intent_changes import IntentChange, intent_changes
from bot.maintenance.diff.models import encodings_beside, trained
from bot.maintenance.diff.rendered_answers import Version
from bot.maintenance.diff.revisions import RevisionError, files_of
from bot.maintenance.diff.sentences import examples_of, sentences
from bot.maintenance.diff.text_changes import TextChange, text_changes
from bot.maintenance.project_declarations import DECLARATIONS
from nlu.training_data.examples import Example
from nlu.training_data.stories import read_stories
from rules.errors import Finding, ProgrammeError

_MAX_FINDINGS = 3


@dataclass(frozen=True)
class WholeQuestion:
    """A question that only one version has: its title, where it is, and its answer where no fact is stated."""

    question: str
    title: str
    place: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class UnderstandingChanges:
    """Sentences that are understood otherwise. `secret` counts those that are not to be shown."""

    entities: tuple[EntityChange, ...] = ()
    intents: tuple[IntentChange, ...] = ()
    secret: int = 0
    secret_worse: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is understood otherwise."""
        return not (self.entities or self.intents or self.secret)


@dataclass(frozen=True)
class Report:
    """What changes since a revision. `understanding` is None where it was not compared."""

    revision: str
    answers: tuple[AnswerChange, ...]
    added: tuple[WholeQuestion, ...]
    removed: tuple[WholeQuestion, ...]
    texts: tuple[TextChange, ...]
    understanding: UnderstandingChanges | None

    @property
    def empty(self) -> bool:
        """Whether advisers see and are understood as before."""
        understood = self.understanding is None or self.understanding.empty
        return understood and not (self.answers or self.added or self.removed or self.texts)

    @property
    def combinations(self) -> int:
        """The combinations of question, facts and territory whose answer changes, for one date or more."""
        return sum(change.count for change in self.answers)


def compare(
    revision: str,
    *,
    models: Path | None,
    say: Callable[[str], None],
    files: ProjectFiles = PROJECT,
    today: date | None = None,
) -> Report:
    """Compare the files as they are with those of a revision.

    Args:
        revision: the name of a revision, as git knows it.
        models: where classifiers are kept; None leaves out what is understood.
        say: hears in French what takes time.
        files: the maintainers' files as they are.
        today: what counts as today.

    Raises:
        RevisionError: the revision cannot be had, or its files cannot be read by this version of the programme.
        ProgrammeError: the files as they are have mistakes.
    """
    now = load_content(files, DECLARATIONS)
    with tempfile.TemporaryDirectory(prefix="aiguilleur-diff-") as folder:
        earlier = files_of(files.root, revision, Path(folder))
        try:
            before = load_content(earlier, DECLARATIONS)
            examples = examples_of(earlier)
            read_stories(earlier.recits)
        except ProgrammeError as error:
            raise RevisionError(_unreadable(error, revision, earlier.root)) from error
        return between(
            before, now, examples, examples_of(files), revision, models=models, say=say, today=today or date.today()
        )


def between(
    before: Content,
    now: Content,
    examples_before: list[Example],
    examples_now: list[Example],
    revision: str,
    *,
    models: Path | None,
    say: Callable[[str], None],
    today: date,
) -> Report:
    """Compare two versions that are loaded; see :func:`compare`."""
    old, new = Version(before), Version(now)
    only_old = [name for name in before.programme.tables if name not in now.programme.tables]
    only_new = [name for name in now.programme.tables if name not in before.programme.tables]
    return Report(
        revision,
        answer_changes(old, new, today),
        tuple(_whole(name, new, today) for name in only_new),
        tuple(_whole(name, old, today) for name in only_old),
        tuple(text_changes(before, now)),
        None if models is None else _understanding(before, now, examples_before, examples_now, models, say),
    )


def _understanding(
    before: Content, now: Content, old: list[Example], new: list[Example], models: Path, say: Callable[[str], None]
) -> UnderstandingChanges:
    compared = sentences(old, new, now.files)
    finders = Finders(before), Finders(now)
    names = entity_changes(*finders, compared)
    intents: Sequence[IntentChange] = ()
    if _learnt(old) != _learnt(new):
        was, is_now = (
            trained(version, examples, models, say) for version, examples in zip(finders, (old, new), strict=True)
        )
        intents = intent_changes((was, finders[0]), (is_now, finders[1]), compared, encodings_beside(models))
    hidden = [change for change in intents if change.sentence.secret]
    return UnderstandingChanges(
        tuple(change for change in names if not change.sentence.secret),
        tuple(change for change in intents if not change.sentence.secret),
        len(hidden) + sum(change.sentence.secret for change in names),
        sum(change.turn == "worse" for change in hidden),
    )


def _learnt(examples: list[Example]) -> set[tuple[str, str, str, bool]]:
    return {(example.text, example.intent, example.language, example.contextual) for example in examples}


def _whole(question: str, version: Version, today: date) -> WholeQuestion:
    content = version.content
    table = content.programme.tables[question]
    views = version.render(question, {}, today).views
    return WholeQuestion(
        question,
        content.texts["fr"].questions.get(question) or table.title.fr,
        f"{placed(table.place.file, content)}:{table.place.line}",
        tuple((language, "\n".join(view.paragraphs)) for language, view in zip(LANGUAGES, views, strict=True)),
    )


def _unreadable(error: ProgrammeError, revision: str, folder: Path) -> str:
    """The message for a revision whose files do not fit this version of the programme."""

    def line_of(finding: Finding) -> str:
        place = finding.place
        return f"    {ProjectFiles(folder).named(place.file)}:{place.line} — {finding.problem}"

    first = "\n".join(line_of(finding) for finding in error.findings[:_MAX_FINDINGS])
    more = len(error.findings) - _MAX_FINDINGS
    rest = f"\n    … et {more} autres" if more > 0 else ""
    return (
        f"les fichiers de la révision « {revision} » ne se lisent pas avec le programme d’aujourd’hui :\n"
        f"{first}{rest}\n"
        "    À faire : comparer à une révision plus récente, ou à celle d’avant cette faute"
    )
