"""Rasa's message processor with what a conversation needs of it, and no more."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_json_file

from bot.rasa_adapter.graph_runner import InOrderGraphRunner


class _ToServe(LocalModelStorage):  # type: ignore[misc]
    """A model without the graph that trained it: Rasa imports each class it names, and TensorFlow for some of them."""

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        metadata = read_json_file(directory / MODEL_ARCHIVE_METADATA_FILE)
        return ModelMetadata.from_dict({**metadata, "train_schema": {"nodes": {}}})


class Processor(MessageProcessor):  # type: ignore[misc]
    """Answers messages with a trained model."""

    @staticmethod
    def _load_model(model_path: Path) -> tuple[str, ModelMetadata, InOrderGraphRunner]:
        with TemporaryDirectory() as unpacked:
            metadata, runner = load_predict_graph_runner(Path(unpacked), model_path, _ToServe, DaskGraphRunner)
        return model_path.name, metadata, InOrderGraphRunner.of(runner, metadata.core_target)

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        """Not at each message: Rasa builds an empty domain to compare ours with."""

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nobody reads that log."""
