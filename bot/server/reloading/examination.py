"""The current files, examined in a separate process, so that the server keeps answering at its usual speed.

`python -m bot.server.reloading` is that process. It returns the finished content and the model to answer with, or what
is wrong with the files. Parts that no model knows yet do not block the others: they wait, and that is reported.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

import structlog

from bot.answers.privacy import PrivacyNotice
from bot.content.loading import Content, content_digest, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.project_declarations import DECLARATIONS
from bot.process.settings import Settings
from bot.rasa_adapter.service_record import LearntModel, read_record
from bot.rasa_adapter.story_checks import answers
from bot.rasa_adapter.training import SHAPING_LIBRARIES, fingerprint_of, fitting_model, learnt, shaping_digest
from nlu.encoder.installation import installation
from rules.errors import Finding, ProgrammeError
from rules.model import Place

_READINGS: Final = 3
"""Attempts to read files that somebody is writing meanwhile."""

_SECONDS: Final = 120
_ROOMS: Final = ("bot", "nlu", "rules")
_TRAIN: Final = "entraîner (make train), puis recommencer (aiguilleur reload)"
_SET_ASIDE: Final = (
    "revenir au modèle qui l'a appris (aiguilleur model restore), ou changer des phrases et entraîner (make train)"
)

_log = structlog.get_logger()


@dataclass(frozen=True)
class Examined:
    """What to examine.

    Attributes:
        files: the files.
        data: the data folder.
        models: the folder of models.
        notice: what the texts promise about personal data.
        model: the model that the server answers with.
    """

    files: ProjectFiles
    data: Path
    models: Path
    notice: PrivacyNotice
    model: LearntModel

    @classmethod
    def of(cls, files: ProjectFiles, settings: Settings, model: LearntModel) -> Examined:
        """From the settings of the server."""
        return cls(files, settings.data.resolve(), settings.models.resolve(), PrivacyNotice.of(settings), model)


@dataclass(frozen=True)
class Candidate:
    """Content that may be taken up.

    Attributes:
        content: the content, without what its model does not know.
        model: the model to answer with: the one in service, or another to be loaded.
        learnt: what a model would learn of the files (:func:`bot.rasa_adapter.training.learnt`).
        pending: what waits for a training.
        code: a digest of the code that loaded it (:func:`code_digest`).
    """

    content: Content
    model: LearntModel
    learnt: Mapping[str, str]
    pending: tuple[Finding, ...]
    code: str


def load_candidate(examined: Examined) -> Candidate:
    """Check and load the files.

    Raises:
        ProgrammeError: they have mistakes, keep changing, or the model cannot answer with them.
    """
    files = examined.files
    for _ in range(_READINGS):
        if mistakes := check(files, mistakes_only=True):
            raise ProgrammeError(mistakes)
        learnt_now = learnt(files)
        model, remedy = model_for(examined, learnt_now)
        content = content_for(files, model, learnt_now, examined.notice)
        pending = tuple(_pending(files, model, learnt_now, remedy))
        found = Candidate(content, model, learnt_now, pending, code_digest())
        if content_digest(content.files, DECLARATIONS) == content.digest:
            return found
    raise ProgrammeError(
        [_finding(files, "les fichiers changent pendant qu'on les lit", "recommencer une fois tout enregistré")]
    )


def model_for(examined: Examined, learnt_now: Mapping[str, str]) -> tuple[LearntModel, str]:
    """The model to answer with, and the remedy for what it does not know.

    It is the one that has learnt the current files, unless it was set aside; else the one last put in service.
    """
    record = read_record(examined.data)
    fitting = fitting_model(examined.models, fingerprint_of(learnt_now))
    set_aside = bool(fitting and record and fitting.name == record.set_aside)
    if fitting and not set_aside:
        return LearntModel(fitting.name, {**learnt_now}), _TRAIN
    last = record.model if record else examined.model
    usable = last.shaped_by == shaping_digest() and (examined.models / last.name).exists()
    return last if usable else examined.model, _SET_ASIDE if set_aside else _TRAIN


def content_for(
    files: ProjectFiles, model: LearntModel, learnt_now: Mapping[str, str], notice: PrivacyNotice
) -> Content:
    """The content of the files for a model: without the plain questions that it does not know.

    Args:
        files: the files.
        model: the model to answer with.
        learnt_now: what a model would learn of them (:func:`bot.rasa_adapter.training.learnt`).
        notice: what the texts promise about personal data.

    Raises:
        ProgrammeError: another file needs one of those questions, there is a new question that is not plain, or the
            model may give an answer that no longer exists.
    """
    unknown = frozenset(path.stem for path in files.faq.glob("*.yml") if files.named(path) not in model.learnt)
    left_out = replace(files, left_out=unknown)
    try:
        content = load_content(left_out, DECLARATIONS, notice)
    except ProgrammeError as error:
        waiting = ", ".join(sorted(unknown))
        raise ProgrammeError(
            [
                Finding(finding.place, f"{finding.problem} (en attente d'un entraînement : {waiting})", _TRAIN)
                for finding in error.findings
            ]
            if unknown
            else error.findings
        ) from error
    if unfit := [*_new(content, model, learnt_now), *_gone(content, model)]:
        raise ProgrammeError(unfit)
    return content


def examine(examined: Examined) -> Candidate:
    """:func:`load_candidate`, in a process of its own.

    Raises:
        ProgrammeError: the files cannot be taken up, or the process failed.
    """
    command = [sys.executable, "-m", "bot.server.reloading"]
    try:
        ended = subprocess.run(  # noqa: S603
            command,
            input=pickle.dumps(examined),
            cwd=PROJECT.root,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        found = pickle.loads(ended.stdout)  # noqa: S301 - written by our own code, a moment ago
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        output = getattr(error, "stderr", None) or b""
        _log.error("examination_failed", error=type(error).__name__, said=output.decode("utf-8", "replace")[-2000:])
        raise ProgrammeError(
            [_finding(examined.files, "la vérification n'a pas abouti", "lire le journal du serveur, puis recommencer")]
        ) from error
    if isinstance(found, Candidate):
        return found
    raise ProgrammeError(found)


def code_digest() -> str:
    """A digest of the code, libraries and encoder: this process cannot use what other versions loaded or trained."""
    digest = sha256(installation().identity.encode())
    for library in SHAPING_LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    for room in _ROOMS:
        for path in sorted((PROJECT.root / room).rglob("*.py")):
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _pending(files: ProjectFiles, model: LearntModel, learnt_now: Mapping[str, str], remedy: str) -> Iterator[Finding]:
    """What the model has not learnt of the current files."""
    for name in sorted(model.learnt.keys() | learnt_now.keys()):
        if model.learnt.get(name) != learnt_now.get(name):
            yield Finding(Place(files.root / name, 1), _changed(files, name, model, learnt_now), remedy, "warning")


def _changed(files: ProjectFiles, name: str, model: LearntModel, learnt_now: Mapping[str, str]) -> str:
    """What happened to a file that models learn from."""
    if name not in learnt_now:
        return "ce fichier a été retiré, et le modèle en service a appris ce qu'il disait"
    if name in model.learnt:
        return "le modèle en service n'a pas appris ce fichier tel qu'il est (phrases, récits ou réglages)"
    if (files.root / name).parent == files.faq:
        return "cette question est nouvelle : elle n'est pas en service, le modèle ne la connaît pas encore"
    return "ce fichier est nouveau : le modèle en service ne l'a pas appris"


def _new(content: Content, model: LearntModel, learnt_now: Mapping[str, str]) -> Iterator[Finding]:
    """Questions of the programme that the model has never seen; a button may still lead to them."""
    for name, table in content.programme.tables.items():
        examples = content.files.named(content.files.examples / f"{name}.yml")
        if examples in learnt_now and examples not in model.learnt:
            problem = f"la question « {name} » est nouvelle, et le modèle en service ne la connaît pas"
            yield Finding(table.place, problem, _TRAIN)


def _gone(content: Content, model: LearntModel) -> Iterator[Finding]:
    """Questions or texts that the model may answer with although they were removed."""
    known = answers(content.programme, content.texts)
    for answer in model.answers:
        if answer not in known.texts and answer not in known.decided:
            faq = content.files.faq / f"{answer}.yml"
            file = faq if content.files.named(faq) in model.learnt else content.files.answers / "fr"
            problem = f"la réponse « {answer} » a été retirée, et le modèle en service peut encore la donner"
            yield Finding(Place(file, 1), problem, f"la remettre, ou {_TRAIN}")


def _finding(files: ProjectFiles, problem: str, remedy: str) -> Finding:
    return Finding(Place(files.root, 1), problem, remedy)
