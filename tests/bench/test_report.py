"""The benchmark's arithmetic and its table, on figures computed by hand; nothing here is judged by the clock."""

from __future__ import annotations

from datetime import datetime, timezone

import msgspec
import pytest
import yaml

from nlu.training_data.examples import Example
from rules.model import Place
from tests.bench import page
from tests.bench.load import CONVERSATION, Measured, Plan
from tests.bench.report import Report, lines, percentile, side
from tests.bench.stock import PASSES, project

OURS = Measured(
    single=[0.004, 0.006, 0.005],
    rate=160.0,
    turns=[[0.008] * 202, [0.008] * 7 + [0.010] * 5 + [0.008] * 185 + [0.011] * 5, [0.020] * 202],
    memory=420_000_000,
    others_share=0.05,
)
STOCK = Measured(
    single=[0.040, 0.044, 0.042],
    rate=20.0,
    turns=[[0.040] * 12 + [0.400] * 190],
    memory=1_400_000_000,
    others_share=0.0,
)
FULL = Report(
    day=datetime(2026, 11, 25, 15, 0, tzinfo=timezone.utc),
    processors=2,
    load=(0.5, 0.4, 0.3),
    sentences=18396,
    plan=Plan(),
    ours=side(OURS, ready=8.0),
    stock=side(STOCK, ready=40.0),
)
ALONE = msgspec.structs.replace(FULL, stock=None)


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed():
    assert [percentile([float(value) for value in range(300, 0, -1)], percent) for percent in (50, 99)] == [150, 297]


def test_growth_is_the_late_turn_over_the_early_one_with_the_same_messages_around():
    assert (FULL.ours.growth, FULL.stock.growth) == (pytest.approx(1.1), pytest.approx(10))
    assert 198 % len(CONVERSATION) == 8 % len(CONVERSATION)


def test_what_is_ours_alone_is_judged_without_stock_and_the_rest_beside_it():
    assert [line.met for line in lines(FULL)] == [True, None, True, True, True, True]
    assert [line.met for line in lines(ALONE)] == [None, None, None, True, True, True]
    slow = msgspec.structs.replace(FULL.ours, p50=0.0085, rate=99.0, growth=1.2, ready=9.1, memory=600_000_000)
    missed = lines(msgspec.structs.replace(FULL, ours=slow))
    assert [line.met for line in missed] == [False, None, False, False, False, False]


def test_the_report_reads_in_french():
    shown = page.render(FULL).replace("\u00a0", " ")
    for row in (
        "| un message, médiane | 5,00 ms | 42,0 ms | ÷ 8,40 | au moins ÷ 8 ✓ |",
        "| débit, 8 clients | 160 /s | 20,0 /s | × 8,00 | au moins × 8 ✓ |",
        "| mémoire | 420 Mo | 1 400 Mo | ÷ 3,33 | au plus 450 Mo ✓ |",
        "| tour 200 / tour 10 | × 1,10 | × 10,0 | ÷ 9,09 | au plus × 1,10 ✓ |",
    ):
        assert row in shown.replace("\u202f", " ")
    assert "| débit, 8 clients | 160 /s | – | – | au moins × 8 |" in page.render(ALONE).replace("\u00a0", " ")


def test_a_run_disturbed_by_other_programs_says_so():
    loud = msgspec.structs.replace(FULL, ours=msgspec.structs.replace(FULL.ours, others_share=0.5))
    assert ["perturbée" in page.notes(report)[-1] for report in (FULL, loud)] == [False, True]


def test_stock_rasa_gets_our_sentences_a_rule_for_each_intent_and_few_passes():
    place = Place("examples.yml", 1)
    examples = [
        Example("où  s'inscrire ?", "inscription", "fr", place),
        Example("bonjour [toi]", "saluer", "fr", place),
        Example("et le lien ?", "inscription", "fr", place, contextual=True),
    ]
    files = {name: yaml.safe_load(content) for name, content in project(examples).items()}
    assert files["data/nlu.yml"]["nlu"] == [
        {"intent": "inscription", "examples": "- où s'inscrire ?\n- et le lien ?\n"},
        {"intent": "saluer", "examples": "- bonjour (toi)\n"},
    ]
    rules = [rule["steps"][0]["intent"] for rule in files["data/rules.yml"]["rules"]]
    assert rules == ["inscription", "saluer", "nlu_fallback"]
    components = [*files["config.yml"]["pipeline"], *files["config.yml"]["policies"]]
    assert {component["epochs"] for component in components if "epochs" in component} == {PASSES}
