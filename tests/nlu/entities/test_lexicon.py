"""Maintainers give cues of mots.yml texts in which they occur and texts in which they do not, checked at loading."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlu.entities.lexicon import CUES, Lexicon
from nlu.entities.patterns import LEXICON
from rules.errors import ProgrammeError


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ('oui: ["et sinon ?", ', 'oui: ["et alors ?", ', "« et alors ? » n'est pas reconnu comme « contraires »"),
        ('non: ["si oui, comment ?", ', 'non: ["et sinon ?", ', "« et sinon ? » est reconnu comme « contraires »"),
        ("  contraires:\n", "  contraire:\n", "« contraire » n'est pas un signal"),
        ("eux: '(?:ils?|", "eux: '(?:ils|", "« il a un site ? » n'est pas reconnu comme « eux »"),
    ],
)
def test_a_mistaken_example_is_a_finding(tmp_path: Path, written: str, instead: str, problem: str) -> None:
    lexicon = Path(shutil.copytree(LEXICON, tmp_path / "lexique"))
    file = lexicon / CUES
    text = file.read_text(encoding="utf-8")
    assert written in text
    file.write_text(text.replace(written, instead), encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        Lexicon.load(lexicon)
    assert [(finding.problem, finding.place.file) for finding in raised.value.findings] == [(problem, file)]
