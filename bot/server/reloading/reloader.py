"""Whether a process may take up the files as they are now: they have no mistake, and its model and code fit them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content.loading import Content
from bot.content.project_files import ProjectFiles
from bot.server.reloading.examination import Candidate, code_digest, examine
from rules.errors import Finding, ProgrammeError
from rules.model import Place

_TRAIN = "entraîner (make train), puis redémarrer le serveur"
_RESTART = "redémarrer le serveur, après make train"


class Reloader:
    """Examines the files for one process, whose model and code are those that it was started with.

    Args:
        files: where the files are.
        retention_days: what the answers tell of how long anything is kept.
        learnt: what the model has learnt of them (:func:`bot.rasa_adapter.training.learnt`).
    """

    def __init__(self, files: ProjectFiles, retention_days: int, learnt: Mapping[str, str]) -> None:
        self._files = files
        self._retention_days = retention_days
        self._learnt = learnt
        self._code = code_digest()

    def next(self, before: Content) -> Content:
        """The content of the files as they are now. Takes seconds, of another process.

        Args:
            before: the content that is answered with.

        Raises:
            ProgrammeError: the files cannot be taken up; says all that keeps them from it.
        """
        candidate = examine(self._files, self._retention_days)
        findings = [*self._unfit(candidate)] or [*other_questions(before, candidate.content)]
        if findings:
            raise ProgrammeError(findings)
        return candidate.content

    def _unfit(self, candidate: Candidate) -> Iterator[Finding]:
        if candidate.code != self._code:
            place = Place(self._files.root, 1)
            yield Finding(place, "le code d'Aiguilleur a changé depuis que le serveur tourne", _RESTART)
        for name in sorted(self._learnt.keys() | candidate.learnt.keys()):
            if self._learnt.get(name) != candidate.learnt.get(name):
                place = Place(self._files.root / name, 1)
                yield Finding(place, _changed(name, self._learnt, candidate.learnt), _TRAIN)


def other_questions(before: Content, after: Content) -> Iterator[Finding]:
    """Tables that are new or gone, whose questions the model knows all the same: conversations may be about them."""
    tables, earlier = after.programme.tables, before.programme.tables
    for name in sorted(tables.keys() - earlier.keys()):
        yield Finding(tables[name].place, f"la question « {name} » est nouvelle", _TRAIN)
    for name in sorted(earlier.keys() - tables.keys()):
        yield Finding(earlier[name].place, f"la question « {name} » a été retirée", _TRAIN)


def _changed(name: str, learnt: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What became of a file that the model has learnt from."""
    if name not in now:
        return "ce fichier a été retiré, et le modèle a appris ce qu'il disait"
    if name not in learnt:
        return "ce fichier est nouveau : le modèle ne l'a pas appris"
    return "ce que le modèle a appris de ce fichier (phrases, récits ou réglages) a changé"
