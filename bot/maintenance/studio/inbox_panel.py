"""The inbox in the studio: the questions in the service's database or an export, and what maintainers make of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.conversations import SharedExchange, as_dialogue, joined, pasted
from bot.maintenance.inbox.exchange import from_json
from bot.maintenance.inbox.filing import file_examples
from bot.maintenance.inbox.groups import MAX_QUESTIONS, QuestionGroup, find_group, group
from bot.maintenance.inbox.muting import Muted, mute
from bot.maintenance.inbox.new_question import BegunQuestion, begin_question
from bot.maintenance.yaml_files.edits import Edit
from bot.process.settings import Settings
from bot.storage.open_questions import OpenQuestion
from bot.storage.stores import Stores
from nlu.training_data.examples import Example, Language, read_examples


class NoMailboxError(Exception):
    """There is neither a database nor an export; the message says how to get one."""


class Mailbox:
    """The open questions: of an export if there is one, else of the database in the settings."""

    def __init__(self, files: ProjectFiles, settings: Settings, exported: Path | None) -> None:
        self._files = files
        self._settings = settings
        self._exported = exported
        self._groups: Sequence[QuestionGroup] = ()

    @property
    def can_drop(self) -> bool:
        """Whether groups can be removed: an export is read-only."""
        return self._exported is None

    def read(self) -> Sequence[QuestionGroup]:
        """The current groups.

        Raises:
            NoMailboxError: there is neither a database nor an export.
            ProgrammeError: the export is invalid.
            StorageError: the database cannot be used.
        """
        self._groups = group(self._waiting(), Muted.load(self._files))
        return self._groups

    def find(self, name: str) -> QuestionGroup | None:
        """A group, as it was last read."""
        return find_group(self._groups, name)

    def edit(self, content: Content, question: str, language: Language, sentence: str) -> Edit:
        """The edit that makes a sentence an example of a question.

        Raises:
            ProgrammeError: it cannot be one; says why.
        """
        return file_examples(self._examples(), question, language, [sentence], content.mask)

    def mute(self, content: Content, found: QuestionGroup) -> Edit:
        """The edit that mutes a group.

        Raises:
            ProgrammeError: it cannot be muted; says why.
        """
        return mute(self._files, found.questions, content.mask)

    def begin(self, content: Content, found: QuestionGroup, name: str, title: str) -> BegunQuestion:
        """Begin a new question of the FAQ with the sentences of a group.

        Raises:
            ProgrammeError: the name is invalid or taken.
        """
        return begin_question(self._files, found, name, title or None, self._examples(), content.mask, date.today())

    def dialogue(self, content: Content, found: QuestionGroup) -> Edit:
        """The edit that makes a dialogue of an exchange that somebody agreed to share.

        Raises:
            ProgrammeError: it cannot be one; says why.
        """
        return self._dialogue(content, joined(found), "")

    def pasted(self, content: Content, conversation: str, name: str) -> Edit:
        """The edit that makes a dialogue of a conversation that its person agreed to share.

        Raises:
            ProgrammeError: it cannot be one; says why.
        """
        return self._dialogue(content, pasted(conversation), name)

    def _dialogue(self, content: Content, exchanges: Sequence[SharedExchange], name: str) -> Edit:
        usual = exchanges[0].message if exchanges else ""
        return as_dialogue(self._files, name.strip() or usual, exchanges, self._examples(), content.mask)

    def _examples(self) -> list[Example]:
        return read_examples(self._files.examples, self._files.faq)

    def drop(self, found: QuestionGroup) -> None:
        """Remove a group from the database."""
        with closing(Stores.open(self._settings)) as stores:
            stores.open_questions.drop_sync(found.questions)

    def _waiting(self) -> list[OpenQuestion]:
        if self._exported is not None:
            return from_json(self._exported)
        database = make_url(self._settings.database_url)
        # Reading must not create the service's database.
        if database.get_backend_name() == "sqlite" and not Path(str(database.database)).exists():
            raise NoMailboxError(
                "Aucun service ne garde de questions sur cette machine. L’exporter là où il tourne "
                "(aiguilleur inbox export > boite.json), puis : aiguilleur studio --boite boite.json"
            )
        with closing(Stores.open(self._settings)) as stores:
            return stores.open_questions.read_sync(MAX_QUESTIONS)
