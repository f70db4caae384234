"""Everything that an edit changes for advisers, ready to be shown as text, for a comment or as a page."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.loading import Content, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.diff.answer_changes import AnswerChange, answer_changes, placed, title
from bot.maintenance.diff.entity_changes import EntityChange, Finders, entity_changes, may_name_otherwise
from bot.maintenance.diff.intent_changes import IntentChange, intent_changes
from bot.maintenance.diff.rendered_answers import Version
from bot.maintenance.diff.revisions import RevisionError, files_of
from bot.maintenance.diff.sentences import examples_of, same_examples, sentences
from bot.maintenance.diff.text_changes import TextChange, text_changes
from bot.maintenance.diff.translations import UnchangedTwin, unchanged_twins
from bot.maintenance.project_declarations import DECLARATIONS
from nlu.training_data.examples import Example
from nlu.training_data.stories import read_stories
from rules.errors import Finding, ProgrammeError

_MAX_FINDINGS = 3


@dataclass(frozen=True)
class WholeQuestion:
    """A question that only one version has: its title, where it is, and all that it answers."""

    question: str
    title: str
    place: str
    answers: tuple[AnswerChange, ...]


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
    """What changes since a revision. `understanding` is None where it was not compared.

    `explanations` are answers that change in nothing but what « Pourquoi ? » answers to them; `in_path` are the titles
    of those that change and that « Mon parcours » shows in short; `twins` are English texts that do not change where
    the French ones do.
    """

    revision: str
    answers: tuple[AnswerChange, ...]
    added: tuple[WholeQuestion, ...]
    removed: tuple[WholeQuestion, ...]
    texts: tuple[TextChange, ...]
    understanding: UnderstandingChanges | None
    explanations: tuple[AnswerChange, ...] = ()
    in_path: tuple[str, ...] = ()
    twins: tuple[UnchangedTwin, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether advisers see and are understood as before."""
        understood = self.understanding is None or self.understanding.empty
        return understood and not (self.answers or self.added or self.removed or self.texts or self.explanations)

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
            understood_alike = same_examples(earlier, files) and not may_name_otherwise(Finders(before), Finders(now))
            reads_examples = models is not None and not understood_alike
            examples = examples_of(earlier) if reads_examples else []
            read_stories(earlier.recits)
        except ProgrammeError as error:
            raise RevisionError(_unreadable(error, revision, earlier.root)) from error
        examples_now = examples_of(files) if reads_examples else []
        return between(
            before, now, examples, examples_now, revision, models=models, say=say, today=today or date.today()
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
    tables, tables_before = now.programme.tables, before.programme.tables
    changes = answer_changes(old, new, today, [name for name in tables if name in tables_before])
    return Report(
        revision,
        tuple(change for change in changes if not change.of_explanations),
        tuple(_whole(name, now, old, new, today) for name in tables if name not in tables_before),
        tuple(_whole(name, before, old, new, today) for name in tables_before if name not in tables),
        tuple(text_changes(before, now)),
        None if models is None else _understanding(before, now, examples_before, examples_now, models, say),
        tuple(change for change in changes if change.of_explanations),
        _in_path(changes, now),
        unchanged_twins(before.files, now.files),
    )


def _in_path(changes: Iterable[AnswerChange], content: Content) -> tuple[str, ...]:
    """The titles of the questions that change and that a stage of the path answers in short."""
    stages = content.programme.path.stages if content.programme.path else ()
    shown = {question for stage in stages for _, question in stage.details}
    found = (situation for change in changes for situation in change.situations if situation.question in shown)
    return tuple(dict.fromkeys(situation.title for situation in found))


def _understanding(
    before: Content, now: Content, old: list[Example], new: list[Example], models: Path, say: Callable[[str], None]
) -> UnderstandingChanges:
    finders = Finders(before), Finders(now)
    is_learnt_anew = _learnt(old) != _learnt(new)
    if not is_learnt_anew and not may_name_otherwise(*finders):
        return UnderstandingChanges()
    compared = sentences(old, new, now.files)
    names = entity_changes(*finders, compared)
    intents: Sequence[IntentChange] = ()
    if is_learnt_anew:
        # The classifiers take seconds to come in, which few edits need.
        from bot.maintenance.diff.models import encodings_beside, trained

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


def _whole(question: str, content: Content, old: Version, new: Version, today: date) -> WholeQuestion:
    """A question of one of the versions, whose content is given."""
    table = content.programme.tables[question]
    place = f"{placed(table.place.file, content)}:{table.place.line}"
    return WholeQuestion(question, title(question, content), place, answer_changes(old, new, today, [question]))


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
