"""What says a danger literally is found, whatever stands around it; maintainers' sentences are checked at loading."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.entities.danger_words import DANGERS, DangerWords
from rules.errors import ProgrammeError
from tests.support.copies import replace_in

WORDS = DangerWords.load()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("JE VAIS METTRE FIN À MES JOURS AU PONTET", "suicide"),
        ("Qui paie le module à Dax ? J’ai envie de mourir.", "suicide"),
        ("Where do I enrol in Pau? I'm going to kill myself", "suicide"),
        ("elle se scarifie depuis la rentrée", "blessure_sur_soi"),
        ("mon conjoint m'a frappée ce matin à Agen", "violences_subies"),
        ("un usager m'a menacée de mort", "menace"),
        ("Monsieur Durand a fait un malaise dans la salle", "urgence_medicale"),
    ],
)
def test_a_danger_said_literally_is_found_by_its_kind(text: str, kind: str) -> None:
    assert WORDS.kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "je suis morte de rire, et le module suivant ?",
        "ce formulaire me tue",
        "quel organisme pour le CCP1 au Pontet ?",
        "un module sur la prévention du suicide existe-t-il ?",
    ],
)
def test_what_only_sounds_so_is_none(text: str) -> None:
    assert WORDS.kind(text) is None


def test_a_turn_of_phrase_hides_no_danger_beside_it() -> None:
    assert WORDS.kind("envie de mourir de rire, disent-ils ; moi, je veux mourir") == "suicide"


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ('  - "je veux mourir"\n', '  - "je veux dormir"\n', "« je veux dormir » n'est pas reconnu comme « suicide »"),
        ('  - "le module me tue"\n', '  - "je me suicide"\n', "« je me suicide » est reconnu comme « suicide »"),
        ("  - '(?:ne|n''|n) ?respire", "  - '(?:ne|n'')) ?respire", "est mal formée"),
        ("  sauf:\n", "  sauve:\n", "sauve"),
    ],
)
def test_a_mistake_is_a_finding(lexicon: Path, written: str, instead: str, problem: str) -> None:
    file = lexicon / DANGERS
    replace_in(file, written, instead, count=1)
    with pytest.raises(ProgrammeError) as raised:
        DangerWords.load(lexicon)
    (finding,) = raised.value.findings
    assert problem in finding.problem
    assert finding.place.file == file
