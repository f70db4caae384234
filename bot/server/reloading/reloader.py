"""Take up the current files, and the model that fits them: refused as a whole, or loaded while the server answers."""

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
    """What to answer with from now on.

    Attributes:
        content: the content.
        agent: the agent of a new model; None if the model stays.
        pending: what waits for a training.
        unchanged: whether all of it was in service before.
    """

    content: Content
    agent: Agent | None
    pending: tuple[Finding, ...]
    unchanged: bool


class Reloader:
    """Examines the files for one process, and keeps the model it answers with.

    Args:
        files: the files.
        settings: where models are, and how long anything is kept, as answers say.
        model: the model that the process was started with.
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
        """The result of the current files. Takes seconds, in another process; in this one if a model is loaded.

        Args:
            before: the content in service.

        Raises:
            ProgrammeError: the files cannot be taken up; lists all reasons.
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
        """The agent of a new model, which is in service from here on."""
        path = self._settings.models / candidate.model.name
        try:
            agent = trained_agent(path)
        except ModelError as error:
            # Perhaps an incomplete copy: the old model goes on answering.
            raise ProgrammeError([Finding(Place(path, 1), str(error), _RETRAIN)]) from error
        self._model = msgspec.structs.replace(candidate.model, answers=answers_of(agent))
        take_up(self._settings.data, self._model)
        return agent
