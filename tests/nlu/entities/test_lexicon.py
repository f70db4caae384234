"""Maintainers give cues of mots.yml texts in which they occur and texts in which they do not, checked at loading."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.entities.lexicon import CUES, Lexicon
from rules.errors import ProgrammeError
from tests.support.copies import replace_in


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ('oui: ["et sinon ?", ', 'oui: ["et alors ?", ', "« et alors ? » n'est pas reconnu comme « contraires »"),
        ('non: ["si oui, comment ?", ', 'non: ["et sinon ?", ', "« et sinon ? » est reconnu comme « contraires »"),
        ("  contraires:\n", "  contraire:\n", "« contraire » n'est pas un signal"),
        ("eux: '(?:ils?|", "eux: '(?:ils|", "« il a un site ? » n'est pas reconnu comme « eux »"),
    ],
)
def test_a_mistaken_example_is_a_finding(lexicon: Path, written: str, instead: str, problem: str) -> None:
    file = lexicon / CUES
    replace_in(file, written, instead)
    with pytest.raises(ProgrammeError) as raised:
        Lexicon.load(lexicon)
    assert [(finding.problem, finding.place.file) for finding in raised.value.findings] == [(problem, file)]
