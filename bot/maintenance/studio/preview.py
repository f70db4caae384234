"""What the studio previews: the files as last saved without mistakes, and the model that fits them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import structlog
from watchfiles import Change, awatch

from bot.answers.privacy import PrivacyNotice
from bot.content.loading import Content, load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.project_declarations import DECLARATIONS
from bot.maintenance.studio.access import RefusedError
from bot.maintenance.studio.nearest import Examples
from bot.maintenance.studio.texts import TextIndex
from bot.maintenance.studio.trainer import Progress, Trainer
from bot.process.abandoned_work import abandonable
from bot.process.settings import Settings
from bot.rasa_adapter.training import TrainingFailedError, fingerprint, fitting_model
from nlu.training_data.examples import read_examples
from rules.errors import Finding, ProgrammeError

if TYPE_CHECKING:
    from rasa.core.agent import Agent

_QUIET_MILLISECONDS: Final = 60
"""Time without another save before files are read: editors write a file in several steps."""

_ROOMS: Final = ("bot", "nlu", "rules", "stories", "tests")
"""Folders with maintainers' files, including those beside code."""

_BEGINNING: Final = Progress("Entraînement", 0.0)
_FAILED: Final = "L’aperçu n’a pas su lire les fichiers. Le terminal dit pourquoi."

_log = structlog.get_logger()


@dataclass(frozen=True)
class InService:
    """What the preview answers with, and since when."""

    agent: Agent
    model: Path
    content: Content
    texts: TextIndex
    examples: Examples
    since: datetime

    @property
    def version(self) -> str:
        """A digest of all that answers depend on."""
        return f"{self.content.digest} {self.model.name}"


@dataclass(frozen=True)
class _Saved:
    """The files as just saved, without mistakes; `fingerprint` identifies what is to be learnt of them."""

    content: Content
    texts: TextIndex
    examples: Examples
    fingerprint: str


class PageEvents:
    """A count of changes that every open page waits for. Each page then reads the current state."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def publish(self) -> None:
        """Count a change and wake the waiting pages."""
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def after(self, count: int) -> int:
        """Wait until the count exceeds `count`; return the new count."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.count > count)
            return self.count


class Preview:
    """Watches a project and answers with it. `events` counts every change of its public attributes.

    Args:
        files: the project.
        settings: the settings.
        shared_models: a folder with models besides that of the settings.
        prepares_training: whether a process waits for the next training; it holds half a gigabyte.
    """

    def __init__(
        self,
        files: ProjectFiles,
        settings: Settings,
        *,
        shared_models: Path | None = None,
        prepares_training: bool = True,
    ) -> None:
        self.events = PageEvents()
        self.checked: datetime | None = None
        self.findings: tuple[Finding, ...] = ()
        self.in_service: InService | None = None
        self.loading = False
        self.training: Progress | None = None
        self.trouble = ""
        self._files = files
        self._settings = settings
        self._models = tuple(filter(None, (settings.models, shared_models)))
        self._prepares_training = prepares_training
        self._trainer = Trainer(files, settings.data)
        self._training: asyncio.Task[None] | None = None
        self._trained_for = ""
        self._to_look_at = asyncio.Event()

    def serving(self) -> InService:
        """What answers now.

        Raises:
            RefusedError: nothing does yet.
        """
        if self.in_service is None:
            raise RefusedError("L’aperçu n’a pas encore de modèle : l’état, en haut de la page, dit ce qui se passe.")
        return self.in_service

    async def run(self) -> None:
        """Take up the files now, and whenever they are saved or a model is trained, until cancelled."""
        self._to_look_at.set()
        try:
            await asyncio.gather(self._watch(), self._look())
        finally:
            await self._stop_training()
            await self._trainer.close()

    async def _watch(self) -> None:
        folders = [folder for room in _ROOMS if (folder := self._files.root / room).is_dir()]
        async for _ in awatch(*folders, watch_filter=_may_be_read, step=_QUIET_MILLISECONDS):
            self._to_look_at.set()

    async def _look(self) -> None:
        while await self._to_look_at.wait():
            self._to_look_at.clear()
            try:
                await self._take_up()
            except Exception:
                # Whatever the error, the next save may fix it.
                _log.exception("files_not_taken_up")
                self.trouble = _FAILED
            await self.events.publish()

    async def _take_up(self) -> None:
        """Read the files again: report mistakes, or answer with them, training if needed."""
        self.findings, saved = await abandonable(partial(_read, self._files, self._settings, self.in_service))
        self.checked = datetime.now().astimezone()
        if saved is None:
            return
        service = self.in_service
        fitting = (fitting_model(models, saved.fingerprint, trial=True) for models in self._models)
        if model := next(filter(None, fitting), None):
            await self._stop_training()
            self.trouble = ""
            agent = service.agent if service and service.model == model else await self._loaded(model)
            self._use(agent, model, saved)
            # If this fails, the next training reports it.
            with suppress(OSError):
                if self._prepares_training:
                    await self._trainer.prepare()
            return
        await self._train(saved.fingerprint)
        # New or removed questions wait for a model that knows them.
        if service and service.content.programme.tables.keys() == saved.content.programme.tables.keys():
            self._use(service.agent, service.model, saved)

    def _use(self, agent: Agent, model: Path, saved: _Saved) -> None:
        new = InService(agent, model, saved.content, saved.texts, saved.examples, datetime.now().astimezone())
        before = self.in_service
        if before and before.version == new.version:
            new = replace(new, since=before.since)  # comments and lines may still differ
        self.in_service = new

    async def _loaded(self, model: Path) -> Agent:
        self.loading = True
        await self.events.publish()
        try:
            return await asyncio.to_thread(_agent, model)
        finally:
            self.loading = False

    async def _train(self, wanted: str) -> None:
        """Train for the current files, once; a training for earlier ones is cancelled."""
        if self._trained_for != wanted:
            await self._stop_training()
            self._trained_for, self.trouble = wanted, ""
            self._training = asyncio.create_task(self._trained())

    async def _trained(self) -> None:
        try:
            await self._progressed(_BEGINNING)
            await self._trainer.train(self._progressed)
            self._to_look_at.set()
        except TrainingFailedError as error:
            self.trouble = str(error)
        except OSError as error:
            _log.exception("training_not_started")
            self.trouble = f"L’entraînement ne peut pas commencer ({error.strerror})."
        finally:
            self.training = None
        await self.events.publish()

    async def _progressed(self, progress: Progress) -> None:
        self.training = progress
        await self.events.publish()

    async def _stop_training(self) -> None:
        if self._training:
            self._training.cancel()
            await asyncio.wait([self._training])
        self._training, self._trained_for = None, ""


def _may_be_read(_: Change, path: str) -> bool:
    """Whether a path is a maintainer's file, or a folder that may hold some."""
    return Path(path).suffix in (".yml", ".yaml", "")


_AGENTS: Final[WeakValueDictionary[Path, Agent]] = WeakValueDictionary()
"""Models in memory: studios with the same model share it."""


def _agent(model: Path) -> Agent:
    """The model, loaded in a thread so that the page keeps answering: importing Rasa takes seconds."""
    from bot.rasa_adapter.agent import trained_agent

    agent = _AGENTS.get(model) or trained_agent(model)
    return _AGENTS.setdefault(model, agent)


def _read(
    files: ProjectFiles, settings: Settings, known: InService | None
) -> tuple[tuple[Finding, ...], _Saved | None]:
    """The findings, and the loaded files if there are no mistakes."""
    findings = tuple(check(files))
    if any(finding.severity == "error" for finding in findings):
        return findings, None
    try:
        content = load_content(files, DECLARATIONS, PrivacyNotice.of(settings))
        examples = read_examples(files.examples, files.faq)
        compared = Examples(examples, content.resources.delexicalizer, known.examples if known else None)
        return findings, _Saved(content, TextIndex(files), compared, fingerprint(files))
    except ProgrammeError as error:
        # Saved again since the check; they will be read again.
        return error.findings, None
