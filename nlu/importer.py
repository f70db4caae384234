"""Rasa's training data and domain, made from the maintainers' files; `config.yml` names this importer.

Rasa's own tools (`rasa data validate`, `rasa shell`, `rasa test`) go through it and see what the assistant sees.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import RuleStep, StoryGraph, StoryStep
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from nlu.examples_reader import FAQ, intents, read_examples
from nlu.intents import FALLBACK

LANGUAGE = "language"
"""Key of an example's language in Rasa's training messages."""

IN_THREAD = "in_thread"
"""Key of whether an example means its intent only just after an answer."""

_ROOT = Path(__file__).parent.parent
STORIES = _ROOT / "stories"


class AiguilleurImporter(TrainingDataImporter):  # type: ignore[misc]
    """Reads `nlu/examples`, `stories/faq`, `stories/domain.yml` and the flows in `stories/*.yml`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Rasa calls this; only the configuration's path is used, the rest have their fixed place."""
        self._config_file = config_file or str(_ROOT / "config.yml")
        self._examples = read_examples(faq=FAQ)
        self._faq = sorted(path.stem for path in FAQ.glob("*.yml"))
        self._domain = self._build_domain()

    def get_domain(self) -> Domain:
        """The domain of `stories/domain.yml`, with an intent and an answer for every question and FAQ entry."""
        return self._domain

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The flows, one rule for every FAQ entry, and one for the opening of every story.

        A story may begin anywhere in a conversation: the rule opens it, and the two last states recall the rest.
        """
        reader = YAMLStoryReader()
        steps = [
            step
            for path in sorted(STORIES.glob("*.yml"))
            if path.name != "domain.yml"
            for step in reader.read_from_file(path)
        ]
        steps = [step for step in steps if isinstance(step, RuleStep) or step.events]
        openings = {f"utter_{name}": [name, f"utter_{name}"] for name in self._faq}
        openings |= {step.block_name: _opening(step) for step in steps if not isinstance(step, RuleStep)}
        rules = [
            {"rule": name, "steps": [{"intent": intent}, *({"action": action} for action in actions)]}
            for name, (intent, *actions) in openings.items()
        ]
        return StoryGraph([*steps, *reader.read_from_parsed_yaml({"version": "3.1", "rules": rules})])

    def get_conversation_tests(self) -> StoryGraph:
        """None: our conversations are tested by `tests/dialogues`."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Rasa's pipeline and policies."""
        return dict(read_config_file(self._config_file))

    def get_config_file_for_auto_config(self) -> str | None:
        """The file Rasa would complete; ours is complete."""
        return self._config_file

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every example sentence with its intent and language."""
        messages = []
        for example in self._examples:
            message = Message.build(text=example.text, intent=example.intent)
            message.set(LANGUAGE, example.language)
            message.set(IN_THREAD, example.in_thread)
            messages.append(message)
        return TrainingData(messages)

    def _build_domain(self) -> Domain:
        data = read_config_file(str(STORIES / "domain.yml"))
        names = sorted({*data.get("intents", []), *intents(self._examples), FALLBACK})
        responses = {f"utter_{name}": [{"text": name}] for name in names}
        data["intents"] = names
        data["responses"] = {**responses, **data.get("responses", {})}
        return Domain.from_dict(data)


def _opening(story: StoryStep) -> list[str]:
    """The intent that a story begins with, and what the assistant does before the adviser speaks again."""
    names: list[str] = []
    for event in story.events:
        if isinstance(event, UserUttered):
            if names:
                break
            names.append(event.intent_name)
        elif isinstance(event, ActionExecuted) and names and event.action_name != ACTION_LISTEN_NAME:
            names.append(event.action_name)
    return names
