"""Whatever a maintainer writes in place of a value of the lexicon, it is loaded or refused by file and line."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities.answer_words import ANSWERS, AnswerWords
from nlu.entities.criteria import CRITERIA, CriterionFinder
from nlu.entities.fact_finder import FILES, IN_CONTEXT, FactFinder
from nlu.entities.figures import FIGURES, FigureFinder
from nlu.entities.first_names import PERSONS
from nlu.entities.lexicon import CUES, Lexicon
from nlu.entities.moments import MOMENTS, MomentFinder
from nlu.entities.patterns import LEXICON, PIECES
from nlu.entities.places.finder import PlaceFinder
from nlu.entities.places.gazetteer import LEXICON as PLACES
from nlu.entities.set_phrases import PHRASES, Phrases
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.yaml_lines import read_document

FACTS = load_programme().facts


def facts(folder: Path) -> object:
    return FactFinder.load(FACTS, folder)


LOADED_BY: dict[str, Callable[[Path], object]] = {
    **dict.fromkeys((*FILES, *IN_CONTEXT, PIECES), facts),
    ANSWERS: lambda folder: AnswerWords.load(FACTS, folder),
    CRITERIA: CriterionFinder.load,
    FIGURES: FigureFinder.load,
    MOMENTS: MomentFinder.load,
    PHRASES: Phrases.load,
    PLACES: lambda folder: PlaceFinder.load(lexicon=folder),
    CUES: Lexicon.load,
    PERSONS: Lexicon.load,
}

SCALARS = st.one_of(
    st.sampled_from([None, True, False, 40, -1, 1.5, 10**30, float("nan"), date(2024, 1, 1), "", " ", "pix", "Été"]),
    st.sampled_from(["(", ")", "[", "*", "a|", r"\1", "(?P<x>a)(?P<x>b)", "(?i)a", "(?x) a # b", "a{2,1}", r"a\\"]),
    st.sampled_from(["{pas}", "{inconnu}", "(?<!a*)b", "(?P<jour>a)", "(?#", "a" * 5_000, "x{99999999999}", "\\"]),
    st.text(max_size=6),
)
MALFORMED = st.recursive(
    SCALARS,
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["mots", "pix", "a b"]), part, max_size=2)
    ),
    max_leaves=4,
)


def places(part: Any) -> Iterator[tuple[Any, Hashable]]:
    """Every part of some data, as what holds it and its key there."""
    for key, child in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield part, key
        yield from places(child)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(LEXICON, tmp_path_factory.mktemp("lexique") / "lexique"))


def load_spoilt(folder: Path, name: str, data: object) -> None:
    """Load a file of the lexicon with other data in it; refused in words, or not at all."""
    (folder / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1_000), encoding="utf-8")
    findings: tuple[Finding, ...] = ()
    try:
        LOADED_BY[name](folder)
    except ProgrammeError as error:
        findings = error.findings or pytest.fail("it was refused without a word")
    finally:
        shutil.copy(LEXICON / name, folder / name)
    assert all(finding.place.line >= 1 and finding.problem and finding.remedy for finding in findings)


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(LOADED_BY))
@settings(max_examples=60)
@given(where=st.floats(0, 1, exclude_max=True), put=MALFORMED, kind=st.sampled_from(["value", "key", "more", "less"]))
def test_what_is_no_value_is_loaded_or_refused_in_words(
    folder: Path, name: str, where: float, put: object, kind: str
) -> None:
    data = copy.deepcopy(read_document(LEXICON / name, dict[str, Any]).content)
    every = list(places(data))
    parent, key = every[int(where * len(every))]
    if kind == "value":
        parent[key] = put
    elif kind == "key" and isinstance(parent, dict):
        parent[str(put)] = parent.pop(key)
    elif kind == "more" and isinstance(parent[key], list):
        parent[key] = [*parent[key], put]
    else:
        del parent[key]
    load_spoilt(folder, name, data)


def test_every_file_of_the_lexicon_is_tried() -> None:
    assert {*LOADED_BY} == {path.name for path in LEXICON.glob("*.yml")}
