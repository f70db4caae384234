"""The content a server starts with: the maintainers' files, or the last good ones if they have mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from bot.answers.privacy import PrivacyNotice
from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.process.settings import Settings
from bot.rasa_adapter.model_file import is_whole
from bot.rasa_adapter.service_record import LearntModel, read_record
from bot.rasa_adapter.training import learnt, shaping_digest
from bot.server.reloading.examination import Examined, content_for, model_for
from bot.server.reloading.kept_files import KeptFiles, kept_files
from bot.server.reloading.server_file import PublishedFinding
from rules.errors import Finding, ProgrammeError
from rules.model import Place

_MEND: Final = "corriger les fichiers du projet ; rien n'est à corriger dans cette copie"

_log = structlog.get_logger()


@dataclass(frozen=True)
class Start:
    """What a server starts with.

    Attributes:
        content: the content.
        model: the model that answers with it.
        learnt: what a model would learn of the files.
        refused: the mistakes of the maintainers' files, if the last good ones answer instead.
        since: when the content came into service, if that was earlier.
    """

    content: Content
    model: LearntModel
    learnt: Mapping[str, str]
    refused: tuple[PublishedFinding, ...] = ()
    since: datetime | None = None

    @property
    def refusal(self) -> str:
        """The content that replaces files with mistakes, in words; empty if there are none."""
        if not (self.refused and self.since):
            return ""
        return (
            f"Fichiers refusés : le contenu {self.content.digest}, en service depuis le "
            f"{self.since.astimezone():%d/%m/%Y à %H:%M}, répond à leur place. Les corriger, puis : aiguilleur reload"
        )


def start(files: ProjectFiles, settings: Settings, fitting: Path | ProgrammeError) -> Start:
    """What a server starts with; if that is not the current files, the log says why.

    Args:
        files: the maintainers' files.
        settings: the settings.
        fitting: the model that fits the files, or the mistakes that prevent one.

    Raises:
        ProgrammeError: the files have mistakes, and there are no last good ones.
    """
    try:
        if isinstance(fitting, ProgrammeError):
            raise fitting
        return _of_files(files, settings, fitting)
    except ProgrammeError as error:
        kept = kept_files(settings.data)
        if kept is None:
            raise
        begun = replace(
            _of_kept_files(kept, files, settings, error), refused=tuple(map(PublishedFinding.of, error.findings))
        )
    _log.error(
        "files_refused",
        said=begun.refusal,
        content=begun.content.digest,
        since=kept.since.isoformat("T", "seconds"),
        model=begun.model.name,
        findings=[str(published.finding) for published in begun.refused],
    )
    return begun


def _of_files(files: ProjectFiles, settings: Settings, fitting: Path) -> Start:
    """The current files, with the fitting model, or one restored in its place.

    Raises:
        ProgrammeError: the files have mistakes.
    """
    learnt_now = learnt(files)
    fits = LearntModel(fitting.name, learnt_now)
    examined = Examined.of(files, settings, fits)
    model, _ = model_for(examined, learnt_now)
    if model.name != fits.name:
        try:
            return Start(content_for(files, model, learnt_now, examined.notice), model, learnt_now)
        except ProgrammeError as error:
            _log.error("restored_model_not_used", model=model.name, findings=[*map(str, error.findings)])
    return Start(content_for(files, fits, learnt_now, examined.notice), fits, learnt_now)


def _of_kept_files(kept: KeptFiles, files: ProjectFiles, settings: Settings, refusal: ProgrammeError) -> Start:
    """The last good files, with the model that was in service with them, else the one before it.

    Raises:
        ProgrammeError: they cannot be used; says so after the mistakes of the files.
    """
    problem = "aucun modèle de cette version d'Aiguilleur n'est gardé avec elle"
    for model in _usable_models(settings):
        try:
            content = content_for(kept.files, model, kept.learnt, PrivacyNotice.of(settings))
        except ProgrammeError as error:
            first = error.findings[0]
            problem = f"elle ne se charge pas par cette version d'Aiguilleur ({first.place} : {first.problem})"
        else:
            # Later changes are those of the maintainers' files.
            current = replace(content, files=replace(files, left_out=content.files.left_out))
            return Start(current, model, kept.learnt, since=kept.since)
    place = Place(kept.files.root, 1)
    unusable = Finding(place, f"la copie des derniers fichiers bons ne sert pas : {problem}", _MEND)
    raise ProgrammeError([*refusal.findings, unusable]) from refusal


def _usable_models(settings: Settings) -> Iterator[LearntModel]:
    """The model in service, then the one before, if they are complete and trained by this code."""
    record = read_record(settings.data)
    for model in (record.model, record.before) if record else ():
        path = settings.models / model.name if model else None
        if model and path and model.shaped_by == shaping_digest() and path.exists() and is_whole(path):
            yield model
