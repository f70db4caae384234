"""A maintainers' sentence as Rasa's training message."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message


class ExampleMessage(Message):  # type: ignore[misc]
    """Never changes once imported: Rasa copies and hashes all 23,000 at each of eleven merges, for ten seconds."""

    def __deepcopy__(self, memo: dict[int, Any]) -> ExampleMessage:
        return self

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's, which forgets the hash even where nothing changes."""
        if add_to_output or self.get(prop) != info:
            super().set(prop, info, add_to_output)
