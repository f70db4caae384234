"""Which model is in service, and which was before it: a record in the data folder, with what each has learnt.

A server writes it when it takes up a model; a training keeps both models, and `aiguilleur model restore` has the
earlier one taken up again. A model that the record names as set aside does not come back by itself, though the files
are those that it has learnt.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
import structlog

_NAME: Final = "modele-en-service.json"

_log = structlog.get_logger()


class LearntModel(msgspec.Struct, frozen=True):
    """A trained model that is, or was, in service.

    Attributes:
        name: of its file, in the folder of the models.
        learnt: what it has learnt of the maintainers' files (:func:`bot.rasa_adapter.training.learnt`).
        answers: the names of all that it may answer.
    """

    name: str
    learnt: dict[str, str]
    answers: tuple[str, ...] = ()

    @property
    def shaped_by(self) -> str:
        """The digest of what has trained it (:func:`bot.rasa_adapter.training.shaping_digest`)."""
        return self.name.partition("-")[2].partition("-")[0]


class ServiceRecord(msgspec.Struct, frozen=True):
    """The model in service, the one before it, and the name of the one that it was restored in place of, if it was."""

    model: LearntModel
    before: LearntModel | None = None
    set_aside: str = ""

    def followed_by(self, model: LearntModel) -> ServiceRecord:
        """The record once another model has been taken up."""
        return self if model.name == self.model.name else ServiceRecord(model, before=self.model)

    def restored(self) -> ServiceRecord | None:
        """The record by which the model before is to be taken up again; None where there is none."""
        return ServiceRecord(self.before, self.model, self.model.name) if self.before else None


def read_record(data: Path) -> ServiceRecord | None:
    """The record of a data folder; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((data / _NAME).read_bytes(), type=ServiceRecord)
    except (OSError, msgspec.MsgspecError):
        return None


def write_record(data: Path, record: ServiceRecord) -> None:
    """Write the record.

    Raises:
        OSError: the folder cannot be written to.
    """
    path = data / _NAME
    beside = path.with_suffix(".tmp")
    beside.write_bytes(msgspec.json.encode(record))
    beside.replace(path)


def take_up(data: Path, model: LearntModel) -> None:
    """Note that a model is in service. A folder that cannot be written to costs `model restore`, no answer."""
    known = read_record(data)
    record = known.followed_by(model) if known else ServiceRecord(model)
    try:
        if record != known:
            write_record(data, record)
    except OSError as error:
        _log.warning("service_record_not_written", folder=str(data), error=str(error))


def kept_models(data: Path) -> frozenset[str]:
    """The names of the models that a training must leave: the one in service, and the one before."""
    record = read_record(data)
    return frozenset(model.name for model in (record.model, record.before) if model) if record else frozenset()
