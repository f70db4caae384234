"""The last good files: a copy, in the data folder, of the files behind the content in service.

A server that starts while the maintainers' files have mistakes answers with them (:mod:`bot.server.reloading.start`).
Each copy has a folder, named by when its content came into service and by its digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
import structlog

from bot.content.loading import Content, content_digest, content_files
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS

_FOLDER: Final = "contenu-en-service"
_SINCE: Final = "%Y%m%dT%H%M%SZ"
_COPIES: Final = "[0-9]*Z-*"
_UNFINISHED: Final = ".en-cours-"
_RECORD: Final = "copie.json"

_log = structlog.get_logger()


@dataclass(frozen=True)
class KeptFiles:
    """A copy of the files behind content in service.

    Attributes:
        files: the copy.
        since: when the content came into service.
        learnt: what a model would have learnt of the maintainers' files then.
    """

    files: ProjectFiles
    since: datetime
    learnt: Mapping[str, str]


class CopyRecord(msgspec.Struct, frozen=True):
    """The record beside the files of a copy.

    Attributes:
        checksum: of the files; it reveals a copy left incomplete by a power cut.
        learnt: what a model would have learnt of the maintainers' files.
    """

    checksum: str
    learnt: dict[str, str]


def kept_files(data: Path) -> KeptFiles | None:
    """The copy in a data folder; None if there is none, or none is complete."""
    copy = _latest(data)
    if copy is None:
        return None
    try:
        since = datetime.strptime(copy.name.partition("-")[0], _SINCE).replace(tzinfo=timezone.utc)
        record = msgspec.json.decode((copy / _RECORD).read_bytes(), type=CopyRecord)
        if record.checksum != _checksum(copy):
            return None
    except (OSError, ValueError):
        return None
    return KeptFiles(ProjectFiles(copy), since, record.learnt)


def keep(data: Path, content: Content, learnt: Mapping[str, str]) -> None:
    """Copy the files of content that goes into service, replacing the copy before. The copy appears complete or not at
    all.

    If the folder cannot be written to, only a start on files with mistakes will fail; answers are not affected.

    Args:
        data: the data folder.
        content: the content in service.
        learnt: what a model would learn of the maintainers' files (:func:`bot.rasa_adapter.training.learnt`).
    """
    latest = _latest(data)
    if latest and latest.name.endswith(f"-{content.digest}"):
        return
    folder = data / _FOLDER
    kept = folder / f"{datetime.now(timezone.utc):{_SINCE}}-{content.digest}"
    try:
        folder.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=_UNFINISHED) as made:
            copy = ProjectFiles(Path(made) / "copie", content.files.left_out)
            # Not synced to disk file by file: that takes seconds, and messages would wait.
            for path in content_files(content.files, DECLARATIONS):
                copied = copy.root / path.relative_to(content.files.root)
                copied.parent.mkdir(parents=True, exist_ok=True)
                copied.write_bytes(path.read_bytes())
            record = CopyRecord(_checksum(copy.root), dict(learnt))
            (copy.root / _RECORD).write_bytes(msgspec.json.encode(record))
            if content_digest(copy, DECLARATIONS) != content.digest:
                _log.warning("files_not_kept", folder=str(folder), error="they have changed since they were read")
                return
            copy.root.rename(kept)
        for other in folder.iterdir():
            if other != kept:
                rmtree(other, ignore_errors=True)
    except OSError as error:
        _log.warning("files_not_kept", folder=str(folder), error=str(error))


def _latest(data: Path) -> Path | None:
    return max((data / _FOLDER).glob(_COPIES), default=None)


def _checksum(copy: Path) -> str:
    digest = sha256()
    for path in sorted(copy.rglob("*.yml")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(copy)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
