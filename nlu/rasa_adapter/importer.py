"""Rasa's training data and domain, made from the maintainers' files; `config.yml` names this importer.

Rasa's own tools (`rasa data validate --domain nlu/domain.yml --data stories`, `rasa shell`, `rasa train`) go through it
and see what the assistant sees; `rasa test` takes tests in Rasa's own form, and no importer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from rasa.shared.core.constants import ACTION_RESTART_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from nlu.intents import WITHOUT_EXAMPLES
from nlu.training_data.examples import FAQ, intents, read_examples
from nlu.training_data.stories import Story, StoryReply, read_stories, rules

LANGUAGE = "language"
"""Key of an example's language in Rasa's training messages."""

CONTEXTUAL = "contextual"
"""Key of whether an example has its intent only just after an answer, in Rasa's training messages."""

_ROOT = Path(__file__).parents[2]
DOMAIN = _ROOT / "nlu" / "domain.yml"


class ExampleMessage(Message):  # type: ignore[misc]
    """A maintainers' sentence as Rasa's training message.

    It never changes once imported: Rasa copies and hashes all 23,000 at each of eleven merges, for ten seconds.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> ExampleMessage:
        return self

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As Rasa's, which forgets the hash even where nothing changes."""
        if add_to_output or self.get(prop) != info:
            super().set(prop, info, add_to_output)


class AiguilleurImporter(TrainingDataImporter):  # type: ignore[misc]
    """Reads `nlu/examples`, `stories/faq`, `stories/recits` and `nlu/domain.yml`."""

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
        self._questions = [*intents(self._examples), *WITHOUT_EXAMPLES]
        self._stories = read_stories()

    def get_domain(self) -> Domain:
        """The domain of `nlu/domain.yml`, with every question and with the answers that rules and stories give."""
        return domain(self._stories, self._questions)

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """The rules and stories of the maintainers' files."""
        return story_graph(self._stories, self._questions)

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
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        # Rasa asks for it three times.
        messages = []
        for example in self._examples:
            message = ExampleMessage.build(text=example.text, intent=example.intent)
            message.set(LANGUAGE, example.language)
            message.set(CONTEXTUAL, example.contextual)
            messages.append(message)
        return TrainingData(messages)


def story_graph(stories: Sequence[Story], questions: Iterable[str]) -> StoryGraph:
    """One rule for every question that is answered the same wherever it is asked, and the stories of several turns.

    A story may begin anywhere in a conversation: a rule opens it, and the two last states recall the rest.
    """
    ruled = [
        {"rule": question, "steps": [{"intent": question}, *_actions(reply)]}
        for question, reply in rules(stories, questions).items()
    ]
    continued = [
        {
            "story": story.name,
            "steps": [event for step in story.steps for event in ({"intent": step.question}, *_actions(step.reply))],
        }
        for story in stories
        if len(story.steps) > 1
    ]
    return StoryGraph(YAMLStoryReader().read_from_parsed_yaml({"version": "3.1", "rules": ruled, "stories": continued}))


def domain(stories: Sequence[Story], questions: Iterable[str]) -> Domain:
    """The domain of `nlu/domain.yml`, with every question and with the answers that rules and stories give."""
    names = sorted(questions)
    answers = {reply.answer for reply in rules(stories, names).values()}
    answers |= {step.reply.answer for story in stories for step in story.steps}
    data = read_config_file(str(DOMAIN))
    data["intents"] = names
    data["responses"] |= {f"utter_{answer}": [{"text": answer}] for answer in sorted(answers)}
    return Domain.from_dict(data)


def _actions(reply: StoryReply) -> list[dict[str, str]]:
    """What Rasa does at a question."""
    restart = [{"action": ACTION_RESTART_NAME}] if reply.restarts else []
    return [{"action": f"utter_{reply.answer}"}, *restart]
