"""Properties of the finder of places: for every territory and town, and over thousands of generated sentences."""

from hypothesis import given
from hypothesis import strategies as st

from nlu.text import fold
from rules.schema import TerritoryBlock
from tests.evaluation.entities import territories_found
from tests.evaluation.territory_sentences import (
    AROUND,
    UNITS,
    communes,
    load_finder,
    negative_sentences,
    positive_sentences,
    territories,
)
from tests.support.tables import each_row

FINDER = load_finder()
TERRITORIES = territories()
TOWNS = [(code, name) for code, name, marks in communes() if ("+" in marks or "*" in marks) and "<" not in marks]

any_territory = st.sampled_from(TERRITORIES)


def understood(text: str, code: str, *, expected: bool = False) -> bool:
    """Whether a message names a single place, which is the territory or a short choice that includes it."""
    mentions = FINDER.find(text, expected=expected)
    return len(mentions) == 1 and code in mentions[0].codes and (mentions[0].ambiguous or len(mentions[0].codes) == 1)


@each_row("territory", TERRITORIES)
def test_every_territory_is_understood_by_name_in_every_spelling(territory: TerritoryBlock) -> None:
    name, within = territory.nom, territory.dans
    for text in (name, name.upper(), f"{name} ?", within, within.upper(), fold(within), within.replace("-", " ")):
        assert understood(text, territory.code), text
        assert understood(f"je suis {within} et je cherche un module", territory.code)
    assert understood(fold(name), territory.code, expected=True)
    assert understood(f"an adviser {territory.en_anglais.partition(' (')[0]} asks", territory.code)


@given(
    any_territory, st.sampled_from(["dans le {}", "ds le {} svp", "département {}", "dept {}", "(conseiller du {})"])
)
def test_every_territory_is_understood_by_its_number(territory: TerritoryBlock, cue: str) -> None:
    assert understood(cue.format(territory.code), territory.code)
    assert understood(territory.code, territory.code, expected=True)


def test_every_town_is_understood_with_a_cue_and_answers_the_question_where() -> None:
    missed = [
        (code, name)
        for code, name in TOWNS
        for mentions in (FINDER.find(f"je suis à {name} depuis deux ans"), FINDER.find(name, expected=True))
        if not any(code in mention.codes for mention in mentions)
    ]
    assert missed == []


@given(st.integers(0, 999), st.sampled_from(UNITS), st.sampled_from(AROUND), st.booleans())
def test_numbers_with_a_unit_are_no_territory(number: int, unit: str, around: str, expected: bool) -> None:
    assert FINDER.find(around.format(unit.format(number)), expected=expected) == []


@given(st.text(max_size=80), st.booleans(), st.sampled_from([None, "fr", "en"]))
def test_mentions_are_in_order_inside_the_message(text: str, expected: bool, language: str | None) -> None:
    end = 0
    for mention in FINDER.find(text, expected=expected, language=language):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.codes
        assert list(mention.codes) == sorted(mention.codes)
        end = mention.end


def test_precision_and_recall_over_generated_sentences() -> None:
    sentences = [*positive_sentences(), *negative_sentences()]
    assert len(sentences) >= 2_000
    (found,) = territories_found(FINDER, sentences).retrievals
    assert (found.precision or 0) >= 0.995
    assert (found.recall or 0) >= 0.98
