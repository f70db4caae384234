"""The maintainers' stories, from `stories/recits/*.yml`, and which question is answered the same wherever it is asked.

Knows nothing of Rasa: `nlu/rasa_adapter/importer.py` makes its rules and stories of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.intents import YES_NO
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_document

STORIES = Path(__file__).parents[2] / "stories" / "recits"

RESTART = "recommencer_a_zero"
"""The one thing that can follow an answer: the conversation is forgotten."""


class StepBlock(msgspec.Struct, forbid_unknown_fields=True):
    """A step of a story, as maintainers write it."""

    question: str
    reponse: str
    puis: str | None = None


class StoryBlock(msgspec.Struct, forbid_unknown_fields=True):
    """A story, as maintainers write it."""

    recit: str
    etapes: list[StepBlock]


class StoriesFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of `stories/recits`: the stories about one thing."""

    recits: list[StoryBlock]


@dataclass(frozen=True)
class StoryReply:
    """What the assistant does at a question: the answer by its name, and whether it then forgets the conversation."""

    answer: str
    restarts: bool = False


@dataclass(frozen=True)
class StoryStep:
    """A question, the reply to it, and where each is written."""

    question: str
    reply: StoryReply
    place: Place
    answer_place: Place


@dataclass(frozen=True)
class Story:
    """What happens over one or several turns; it may begin anywhere in a conversation."""

    name: str
    place: Place
    steps: tuple[StoryStep, ...]

    @property
    def opening(self) -> StoryStep:
        """The first step: its reply holds wherever its question is asked."""
        return self.steps[0]


def read_stories(directory: Path = STORIES) -> list[Story]:
    """The stories of all files, in the files' order.

    Raises:
        ProgrammeError: with all findings of form; `nlu.training_data.story_checks` looks at what stories mean.
    """
    stories: list[Story] = []
    findings: list[Finding] = []
    for path in sorted(directory.glob("*.yml")):
        try:
            document = read_document(path, StoriesFile)
        except ProgrammeError as error:
            findings += error.findings
            continue
        malformed = list(_malformed(document))
        findings += malformed
        if not malformed:
            stories += _stories(document)
    if findings:
        raise ProgrammeError(findings)
    return stories


def rules(stories: Sequence[Story], questions: Iterable[str]) -> dict[str, StoryReply]:
    """The reply to each question wherever it is asked.

    It is the reply of a story that begins with the question, else the answer of the question's name. "Yes" and "no"
    mean nothing by themselves: stories alone answer them.
    """
    own = {question: StoryReply(question) for question in questions if question not in YES_NO}
    return own | {story.opening.question: story.opening.reply for story in reversed(stories)}


def _malformed(document: Document[StoriesFile]) -> Iterator[Finding]:
    for index, story in enumerate(document.content.recits):
        if not story.etapes:
            yield Finding(
                document.place("recits", index, "etapes"),
                f"le récit « {story.recit} » n’a pas d’étape",
                "écrire au moins une étape : une « question » et sa « reponse »",
            )
        for number, step in enumerate(story.etapes):
            place = document.place("recits", index, "etapes", number, "puis")
            if step.puis not in (None, RESTART):
                yield Finding(
                    place,
                    f"« puis: {step.puis} » n’existe pas",
                    f"écrire « puis: {RESTART} », ou retirer cette ligne",
                )
            elif step.puis and step is not story.etapes[-1]:
                yield Finding(
                    place,
                    f"le récit « {story.recit} » continue après « puis: {RESTART} », qui fait tout oublier",
                    "ne mettre « puis » qu’à la dernière étape, ou retirer les étapes qui suivent",
                )


def _stories(document: Document[StoriesFile]) -> Iterator[Story]:
    for index, story in enumerate(document.content.recits):
        steps = []
        for number, step in enumerate(story.etapes):
            path = ("recits", index, "etapes", number)
            reply = StoryReply(step.reponse, step.puis is not None)
            steps.append(
                StoryStep(step.question, reply, document.place(*path, "question"), document.place(*path, "reponse"))
            )
        yield Story(story.recit, document.place("recits", index), tuple(steps))
