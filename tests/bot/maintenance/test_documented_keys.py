"""Maintainers find every key of their files in docs/maintenir.md, or where it sends them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from bot.answers.act_texts import ActTexts
from bot.answers.texts import AnswerText, FactTexts
from bot.content.changelog import ChangeFile
from bot.content.hubs import HubFile
from bot.maintenance.dialogues.files import DialogueBlock
from nlu.training_data.examples import ExamplesFile
from nlu.training_data.stories import StoriesFile
from rules.schema import (
    FactsFile,
    FaqFile,
    HubsFile,
    ItemsFile,
    OrganisationsFile,
    SourcesFile,
    TableFile,
    TerritoriesFile,
)

DOCS = Path(__file__).parents[3] / "docs"
DOCUMENTED = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in ("maintenir.md", "integrer.md"))
FILES = [
    ChangeFile,
    FactTexts,
    DialogueBlock,
    ActTexts,
    AnswerText,
    ExamplesFile,
    FactsFile,
    FaqFile,
    HubFile,
    HubsFile,
    ItemsFile,
    OrganisationsFile,
    SourcesFile,
    StoriesFile,
    TableFile,
    TerritoriesFile,
]
LANGUAGES = {"fr", "en"}


def keys(block: type) -> set[str]:
    """The keys of a block and of all blocks in it."""
    found = set(block.__struct_fields__)
    for kind in get_type_hints(block).values():
        for inner in blocks_in(kind):
            found |= keys(inner)
    return found - LANGUAGES


def blocks_in(kind: Any) -> list[type]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [block for argument in get_args(kind) for block in blocks_in(argument)]


@pytest.mark.parametrize("block", FILES, ids=lambda block: block.__name__)
def test_every_key_is_explained(block: type) -> None:
    unexplained = {key for key in keys(block) if not re.search(rf"^\|[^|]*`{key}`", DOCUMENTED, re.MULTILINE)}
    assert unexplained == set()
