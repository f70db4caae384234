"""What is personal in a question is masked before it is kept; what is not, maintainers still read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from bot.storage.masking import Mask
from bot.storage.masking.words import LEAST_OF_WINDOW, WINDOW, windows
from rules.errors import ProgrammeError
from tests.support.tables import each_row

CASES = yaml.safe_load((Path(__file__).parent / "masked.yml").read_text(encoding="utf-8"))
MASK = Mask.load()

TIRING = [
    part * (4000 // len(part))
    for part in (
        *("a", "a.", "A ", "Aa ", "1 ", "12", "je m'appelle ", "c'est Aa ", "1 rue ", "www.", "née le 1 a", " ", "\n,"),
        *("je suis ", "j'ai un ", "mon ", "06 ", "0", "zéro six ", "rue ", "40000 A", "A. ", "a at "),
        *("identifiant ", "DE20 ", "en arrêt pour ", "arobase ", "bât "),
        *("FR76", "a@", "a.a@a.", "+33 6 ", "http://a", "https://a.a/?", "Mme A", "a-", "’", "1 1 1 1 1 1 ", "é", "@a"),
    )
]


@each_row("case", CASES["masked"])
def test_personal_data_is_masked_and_a_mask_not_again(case):
    assert MASK(case["from"]) == MASK(case["to"]) == case["to"]


@each_row("text", CASES["kept"])
def test_other_text_is_not_masked(text):
    assert MASK(text) == text


@each_row("text", TIRING)
def test_long_and_tiring_text_is_masked_part_by_part(text):
    parts = list(windows(text))
    assert "".join(part for _, part in parts) == text
    assert max(len(part) for _, part in parts) <= WINDOW
    assert len(parts) <= 1 + len(text) // LEAST_OF_WINDOW
    assert MASK(text)


def test_what_is_personal_is_masked_wherever_a_long_message_has_it():
    filling = "Bonjour, je cherche les dates de la prochaine session. "
    for before in range(0, 600, 7):
        text = (
            filling * 12
            + "x" * (before % 50)
            + filling * (before // 50)
            + "Écrivez à zoe.zed@exemple.fr, merci. "
            + filling
        )
        assert "zoe.zed" not in MASK(text)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("morceaux: {}\nmasques:\n- par: x\n  expressions: ['(']\n", "est mal formée"),
        ("morceaux: {}\nmasques:\n- par: x\n  expressions: ['{rien}']\n", "le morceau « rien » n'existe pas"),
        ("morceaux: {}\nmasques:\n- expressions: []\n", "par"),
    ],
)
def test_mistake_in_the_file_is_reported_with_its_line(tmp_path, written, problem):
    path = tmp_path / "masques.yml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ProgrammeError, match=problem) as caught:
        Mask.load(path)
    assert "masques.yml" in str(caught.value)


def test_threads_that_mask_at_once_do_not_hear_each_others_names():
    messages = [f"Bonjour, je suis Camille Lefèvre, {'du coup ' * length}merci" for length in range(40)]
    alone = [MASK(message) for message in messages]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            assert [*threads.map(MASK, messages)] == alone
