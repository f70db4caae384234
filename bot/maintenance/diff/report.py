"""Everything that an edit changes for advisers, ready to show as text, comment or page."""

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
    """A question that only one version has, with its title, its place and all its answers."""

    question: str
    title: str
    place: str
    answers: tuple[AnswerChange, ...]


@dataclass(frozen=True)
class UnderstandingChanges:
    """Sentences that are understood differently.

    Attributes:
        entities: sentences with other entities.
        intents: sentences taken for another question.
        secret: how many must not be shown.
        secret_worse: how many of these got worse.
    """

    entities: tuple[EntityChange, ...] = ()
    intents: tuple[IntentChange, ...] = ()
    secret: int = 0
    secret_worse: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is understood differently."""
        return not (self.entities or self.intents or self.secret)


@dataclass(frozen=True)
class Report:
    """What changes since a revision.

    Attributes:
        revision: the revision.
        answers: the changed answers.
        added: the new questions.
        removed: the questions removed.
        texts: the other texts that change.
        understanding: sentences understood differently; None if not compared.
        explanations: answers for which only « Pourquoi ? » changes.
        in_path: titles of changed questions that « Mon parcours » shows in short.
        twins: unchanged English texts whose French text changes.
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
        """Whether nothing changes for advisers."""
        understood = self.understanding is None or self.understanding.empty
        return understood and not (self.answers or self.added or self.removed or self.texts or self.explanations)

    @property
    def combinations(self) -> int:
        """The number of combinations of question, facts and territory whose answer changes on some date."""
        return sum(change.count for change in self.answers)


def compare(
    revision: str,
    *,
    models: Path | None,
    say: Callable[[str], None],
    files: ProjectFiles = PROJECT,
    today: date | None = None,
) -> Report:
    """Compare the current files with those of a revision.

    Args:
        revision: the name of a revision, as git knows it.
        models: where classifiers are kept; None leaves out understanding.
        say: called with messages in French about what takes time.
        files: the maintainers' files.
        today: the day that counts as today.

    Raises:
        RevisionError: the revision does not exist, or this version of the programme cannot read its files.
        ProgrammeError: the current files have mistakes.
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
    """Compare two loaded versions; see :func:`compare`."""
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
    """The titles of changed questions that a stage of the path answers in short."""
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
        # Importing the classifiers takes seconds, and few edits need them.
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
    """The message for a revision whose files this version of the programme cannot read."""

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
