"""The benchmark's arithmetic and its table, on figures computed by hand; nothing here is judged by the clock."""

from __future__ import annotations

from datetime import datetime, timezone

import msgspec
import pytest
import yaml

from nlu.training_data.examples import Example
from rules.model import Place
from tests.bench import page
from tests.bench.abuse import Beside
from tests.bench.charts import picture
from tests.bench.figures import number, shown
from tests.bench.load import CONVERSATION, Measured, Plan
from tests.bench.report import Passes, Report, abuses, around, each_pass, lines, percentile, side
from tests.bench.stock import project
from tests.support.tables import each_row

OURS = Measured(
    single=[0.004, 0.006, 0.005],
    disturbed=[0.006, 0.030, 0.009],
    odd=[0.010, 0.060],
    rate=160.0,
    turns=[[0.008] * 202, [0.008] * 7 + [0.010] * 5 + [0.008] * 185 + [0.011] * 5, [0.020] * 202],
    memory=420_000_000,
    client_share=0.2,
    others_share=0.05,
)
STOCK = Measured(
    single=[0.040, 0.044, 0.042],
    disturbed=[0.040, 0.300, 0.090],
    odd=[0.200],
    rate=20.0,
    turns=[[0.040] * 12 + [0.400] * 190],
    memory=1_400_000_000,
    client_share=0.05,
    others_share=0.0,
)
FULL = Report(
    day=datetime(2026, 11, 25, 15, 0, tzinfo=timezone.utc),
    processors=2,
    load=(0.5, 0.4, 0.3),
    sentences=18396,
    plan=Plan(),
    ours=side(OURS, ready=8.0, model=20_000_000, training=110.0),
    in_process={"p50": 0.0055, "p99": 0.012},
    stock=side(STOCK, ready=40.0, model=25_000_000, training=2000.0),
    passes=Passes(done=5, seconds=300.0, processor=100.0, each=20.0),
)
ABUSED = msgspec.structs.replace(
    FULL,
    abuses=abuses(
        {
            "": Beside([0.020, 0.030, 0.040]),
            "messages longs": Beside([0.020, 0.050], read=3, refused=7),
            "messages courts": Beside([0.064, 0.030], read=300, refused=5),
        }
    ),
)
ALONE = msgspec.structs.replace(FULL, stock=None, passes=None)


def _line(name, report=FULL):
    return next(line for line in lines(report) if line.name.startswith(name))


def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed():
    values = [float(value) for value in range(300, 0, -1)]
    assert percentile(values, 99) == 297
    assert percentile(values, 50) == 150
    assert percentile([7.0], 99) == 7


def test_a_turn_is_the_median_of_the_five_around_it_in_all_conversations():
    first = [float(turn) for turn in range(1, 13)]
    assert around([first], 10) == 10
    # 8 to 12 and five times 11: the sorted ten are 8 9 10 11 11 11 11 11 11 12.
    assert around([first, [11.0] * 12], 10) == 11


def test_an_abuse_is_judged_by_how_much_longer_others_wait():
    first, second = (line for line in lines(ABUSED) if "à côté d’un abus" in line.name)
    assert (first.name.rpartition(" : ")[2], first.ours, first.met) == ("messages longs", 1.25, True)
    assert (second.ours, second.met) == (1.6, False)
    (note,) = (note for note in page.notes(ABUSED) if note.startswith("Abus"))
    assert "messages longs (3 lus, 7 refusés, 95e centile des autres 50,0 ms au lieu de 40,0 ms)" in note.replace(
        "\u00a0", " "
    )


def test_a_conversation_that_ends_too_early_is_refused():
    with pytest.raises(ValueError, match="fewer than 12 turns"):
        around([[1.0] * 11], 10)


def test_the_early_and_the_late_turns_are_the_same_messages():
    assert [turn % len(CONVERSATION) for turn in range(8, 13)] == [turn % len(CONVERSATION) for turn in range(198, 203)]
    assert Plan().turns >= 202


def test_growth_is_the_late_turn_over_the_early_one():
    assert FULL.ours.growth == pytest.approx(1.1)
    assert FULL.stock.growth == pytest.approx(10)
    assert FULL.ours.by_turn[:8] == [0.008] * 7 + [0.010]


def test_a_pass_of_all_models_leaves_out_the_first_of_each():
    assert each_pass({"DIET": [9.0, 2.0, 4.0], "TED": [5.0]}) == 8
    assert Passes(done=5, seconds=300.0, processor=100.0, each=20.0).full(100) == 2000


@each_row(
    ("name", "ratio", "met"),
    [
        ("un message, médiane", 5 / 42, True),
        ("95e centile à côté de messages insensés", 0.1, None),
        ("message insensé le plus long", 0.3, None),
        ("débit", 8, True),
        ("mémoire", 0.3, True),
        ("première réponse", 0.2, True),
        ("modèle", 0.8, None),
        ("entraînement", 0.055, None),
    ],
)
def test_ratios_are_ours_in_those_of_stock(name, ratio, met):
    assert _line(name).ratio == pytest.approx(ratio)
    assert _line(name).met is met


def test_missed_aim_is_reported():
    slow = msgspec.structs.replace(
        FULL, ours=msgspec.structs.replace(FULL.ours, p50=0.0085, rate=99.0, late=0.0121, memory=600_000_000)
    )
    assert _line("un message, médiane", slow).met is False
    assert _line("débit", slow).met is False
    assert _line("tour 200 / tour 10", slow).met is False
    assert _line("mémoire", slow).met is False
    assert page.rows(slow)[1] == (
        "un message, médiane",
        "8,50\u00a0ms",
        "42,0\u00a0ms",
        "÷\u00a04,94",
        "au moins ÷\u00a08 ✗",
    )


def test_what_is_ours_alone_is_judged_without_stock_and_the_rest_is_not():
    judged = {line.name for line in lines(ALONE) if line.met is not None}
    assert judged == {
        "un message sans HTTP, médiane",
        "tour 200 / tour 10",
        "première réponse après le lancement",
        "mémoire",
    }
    assert ("débit, 8 clients", "160\u00a0/s", "–", "–", "au moins ×\u00a08") in page.rows(ALONE)


def test_the_table_reads_in_french():
    assert page.rows(FULL)[0] == (
        "un message sans HTTP, médiane",
        "5,50\u00a0ms",
        "–",
        "–",
        "au plus 6,00\u00a0ms ✓",
    )
    assert page.rows(FULL)[6] == (
        "débit, 8 clients",
        "160\u00a0/s",
        "20,0\u00a0/s",
        "×\u00a08,00",
        "au moins ×\u00a08 ✓",
    )
    assert page.rows(FULL)[-1] == (
        "entraînement, temps de calcul",
        "1\u00a0min 50\u00a0s",
        "33\u00a0min 20\u00a0s",
        "÷\u00a018,2",
        "",
    )


@each_row(
    ("value", "unit", "text"),
    [
        (0.0064, "ms", "6,40\u00a0ms"),
        (1_234_000_000, "bytes", "1,23\u00a0Go"),
        (34_000, "bytes", "34,0\u00a0ko"),
        (7_384.0, "s", "2\u00a0h 03\u00a0min"),
        (None, "s", "–"),
    ],
)
def test_figures_carry_their_unit(value, unit, text):
    assert shown(value, unit) == text


def test_what_others_wait_beside_odd_messages_is_the_95th_centile_of_their_messages():
    assert (FULL.ours.disturbed_p95, FULL.ours.odd_longest) == (0.030, 0.060)


def test_figures_are_rounded_to_what_matters():
    assert [number(value) for value in (9.994, 9.996, 99.96, 1234.5)] == ["9,99", "10,0", "100", "1\u202f234"]


def test_a_run_disturbed_by_other_programs_says_so():
    assert not page.disturbed(FULL)
    loud = msgspec.structs.replace(FULL, ours=msgspec.structs.replace(FULL.ours, others_share=0.5))
    assert page.disturbed(loud)
    assert "perturbée" in page.notes(loud)[-1]


def test_the_page_has_the_table_the_picture_and_how_it_was_measured():
    html = page.render(FULL)
    assert all(cell in html for row in page.rows(FULL) for cell in row)
    assert "data:image/svg+xml;base64," in html
    assert "18396 phrases" in html
    assert picture(FULL) == picture(FULL)
    assert "<svg" in picture(ALONE)


def test_the_report_is_kept_as_it_is():
    assert msgspec.json.decode(msgspec.json.encode(FULL), type=Report) == FULL


def test_stock_rasa_gets_our_sentences_a_rule_for_each_intent_and_as_many_passes_as_asked():
    place = Place("examples.yml", 1)
    examples = [
        Example("où  s'inscrire ?", "inscription", "fr", place),
        Example("bonjour [toi]", "saluer", "fr", place),
        Example("et le lien ?", "inscription", "fr", place, contextual=True),
    ]
    files = {name: yaml.safe_load(content) for name, content in project(examples, passes=3).items()}
    assert files["data/nlu.yml"]["nlu"] == [
        {"intent": "inscription", "examples": "- où s'inscrire ?\n- et le lien ?\n"},
        {"intent": "saluer", "examples": "- bonjour (toi)\n"},
    ]
    rules = files["data/rules.yml"]["rules"]
    assert [rule["steps"] for rule in rules] == [
        [{"intent": name}, {"action": "action_answer"}] for name in ("inscription", "saluer", "nlu_fallback")
    ]
    components = [*files["config.yml"]["pipeline"], *files["config.yml"]["policies"]]
    assert {component["epochs"] for component in components if "epochs" in component} == {3}
    assert files["config.yml"]["language"] == "fr"
