"""The architecture: which room may use which, and that test sentences are not training data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tests.support.tables import each_row

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "nlu", "rules")


def _python_files(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").split(".")[0]


_EXPECTED = {"alors", "decided", "jamais", "why"}
"""Keys under which a conversation says what the reply must hold, not what an adviser writes."""


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in _EXPECTED:
                yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def _plain(sentence: str) -> str:
    return " ".join(sentence.casefold().replace("’", "'").split())


def _load(path: Path) -> object:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@each_row("path", _python_files("rules"))
def test_rules_import_neither_the_other_rooms_nor_rasa(path: Path) -> None:
    assert set(_imported(path)).isdisjoint({"bot", "nlu", "rasa", "rasa_sdk", "telegram", "fastapi"})


def _shared(learnt: dict[str, str], apart: Path) -> list[str]:
    """The sentences of tests that the assistant has learnt of a file, but for those in the folder `apart`."""
    # One word is as often a label (an intention, a fact's value) as a sentence, so it proves nothing.
    return [
        f"{_name(path)}: {sentence!r} is in {learnt[_plain(sentence)]}"
        for path in sorted((ROOT / "tests").rglob("*.yml"))
        if apart not in path.parents
        for sentence in _strings(_load(path))
        if " " in _plain(sentence) and _plain(sentence) in learnt
    ]


_AS_IT_IS = re.compile(r"\|\s*safe\b")
_OUR_OWN = re.compile(r"""(?:'[^'{}]*'|"[^"{}]*")\s*\|\s*safe\b""")
_PARTS_ALREADY_ESCAPED = "{{ body | safe }}"


def test_templates_put_out_as_it_is_only_what_they_wrote_themselves() -> None:
    templates = [path for path in (ROOT / "bot").rglob("*") if path.suffix in (".html", ".md", ".xml", ".svg", ".txt")]
    found = [
        f"{_name(path)}: {line.strip()}"
        for path in templates
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(_AS_IT_IS.findall(line)) > len(_OUR_OWN.findall(line)) + line.count(_PARTS_ALREADY_ESCAPED)
    ]
    assert len(templates) > 20
    assert found == []


def test_no_test_sentence_is_a_training_example() -> None:
    training: dict[str, str] = {}
    for folder, key in (("nlu/examples", "exemples"), ("stories/faq", "questions")):
        for path in sorted((ROOT / folder).glob("*.yml")):
            data = _load(path)
            assert isinstance(data, dict)
            training.update((_plain(example), _name(path)) for example in _strings(data[key]))
    assert len(training) > 1000, "the training examples were not found"
    # "je ne sais pas" is an answer to any question, and an example.
    assert _shared(training, ROOT / "tests" / "evaluation" / "answers") == []
