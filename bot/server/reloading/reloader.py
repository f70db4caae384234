"""Takes up the files as they are now, and the model that fits them: refused whole, or loaded beside what answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.process.settings import Settings
from bot.rasa_adapter.agent import answers_of, trained_agent
from bot.rasa_adapter.model_file import ModelError
from bot.rasa_adapter.service_record import LearntModel, take_up
from bot.server.reloading.examination import Candidate, Examined, code_digest, examine
from bot.server.reloading.kept_files import keep
from rules.errors import Finding, ProgrammeError
from rules.model import Place

if TYPE_CHECKING:
    from rasa.core.agent import Agent

_RESTART: Final = "redémarrer le serveur, après make train"
_RETRAIN: Final = "entraîner de nouveau (make train), puis recommencer (aiguilleur reload)"


@dataclass(frozen=True)
class Renewed:
    """What is to be answered with from now on.

    Attributes:
        content: the content.
        agent: of another model; None where the model stays.
        pending: what waits for a training.
        unchanged: all of it was answered with before.
    """

    content: Content
    agent: Agent | None
    pending: tuple[Finding, ...]
    unchanged: bool


class Reloader:
    """Examines the files for one process, and holds which model it answers with.

    Args:
        files: where the files are.
        settings: where models are, and what the answers tell of how long anything is kept.
        model: the one that the process was started with.
    """

    def __init__(self, files: ProjectFiles, settings: Settings, model: LearntModel) -> None:
        self._files = files
        self._settings = settings
        self._model = model
        self._code = code_digest()

    @property
    def model(self) -> Path:
        """The model in service."""
        return self._settings.models / self._model.name

    def next(self, before: Content) -> Renewed:
        """What the files as they are now make. Takes seconds, of another process; of this one where a model is loaded.

        Args:
            before: the content that is answered with.

        Raises:
            ProgrammeError: the files cannot be taken up; says all that keeps them from it.
        """
        candidate = examine(Examined.of(self._files, self._settings, self._model))
        if candidate.code != self._code:
            problem = "le code d'Aiguilleur a changé depuis que le serveur tourne"
            raise ProgrammeError([Finding(Place(self._files.root, 1), problem, _RESTART)])
        agent = self._loaded(candidate) if candidate.model.name != self._model.name else None
        keep(self._settings.data, candidate.content, candidate.learnt)
        unchanged = agent is None and candidate.content.digest == before.digest
        return Renewed(candidate.content, agent, candidate.pending, unchanged)

    def _loaded(self, candidate: Candidate) -> Agent:
        """The agent of another model, which is in service from here on."""
        path = self._settings.models / candidate.model.name
        try:
            agent = trained_agent(path)
        except ModelError as error:
            # Perhaps copied here in part: the model before goes on answering.
            raise ProgrammeError([Finding(Place(path, 1), str(error), _RETRAIN)]) from error
        self._model = msgspec.structs.replace(candidate.model, answers=answers_of(agent))
        take_up(self._settings.data, self._model)
        return agent
