"""What `make evaluate` counts, on small cases counted by hand, and the page it shows."""

import re
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.training_data.examples import FAQ, Example, intents, read_examples
from rules.errors import ProgrammeError
from rules.loading import load_programme
from rules.model import Place
from tests.evaluation.abstention import AMBIGUOUS, ShortQuestions, abstains, short_questions
from tests.evaluation.entities import Entities, Misread, Retrieval, facts_found, read_labelled, territories_found
from tests.evaluation.heads import HeadFigures
from tests.evaluation.metrics import (
    Rate,
    accuracy,
    by_language,
    calibration,
    figures,
    intent_scores,
    out_of_scope,
)
from tests.evaluation.page import render
from tests.evaluation.predictions import Prediction, folds, read_sentence_set, unlearnt
from tests.evaluation.report import SENTENCES, Report, numbers
from tests.evaluation.safety import Safety
from tests.evaluation.small_intents import SmallIntents
from tests.evaluation.territory_sentences import TerritorySentence, load_finder
from tests.support.tables import each_row

FILE = Path("exemples.yml")


def example(text: str, intent: str, language: Literal["fr", "en"] = "fr", line: int = 1) -> Example:
    return Example(text, intent, language, Place(FILE, line))


def predicted(
    right: str, given: str, confidence: float, second: float = 0.0, language: Literal["fr", "en"] = "fr"
) -> Prediction:
    """A prediction whose next two intents are as likely as each other, out of scope as likely as it is said to be."""
    outside = confidence if given == "hors_sujet" else 0.01
    return Prediction(
        example(f"{right} ? {confidence}", right, language),
        ((given, confidence), ("autre", second), ("encore", second)),
        outside,
    )


FOUR = [
    predicted("format", "format", 0.9),
    predicted("format", "prix", 0.6, 0.3),
    predicted("prix", "prix", 0.8, language="en"),
    predicted("hors_sujet", "hors_sujet", 0.7),
]


def test_accuracy_has_wilsons_interval() -> None:
    assert accuracy(FOUR).share == 0.75
    assert [(language, rate.right, rate.total) for language, rate in by_language(FOUR).items()] == [
        ("fr", 2, 3),
        ("en", 1, 1),
    ]
    eight = Rate.of(8, 10)
    assert (eight.share, round(eight.low, 4), round(eight.high, 4)) == (0.8, 0.4902, 0.9433)
    assert (Rate.of(0, 0).low, Rate.of(0, 0).high) == (0.0, 1.0)


def test_an_intent_that_draws_others_in_has_low_precision_and_one_that_loses_has_low_recall() -> None:
    scores = {score.intent: score for score in intent_scores(FOUR)}
    assert (scores["prix"].precision, scores["prix"].recall, scores["prix"].given) == (0.5, 1.0, 2)
    assert (scores["format"].precision, scores["format"].recall, scores["format"].count) == (1.0, 0.5, 2)
    assert scores["prix"].f1 == scores["format"].f1 == pytest.approx(2 / 3)


def test_calibration_compares_confidence_with_accuracy_bin_by_bin() -> None:
    given = [("format", 0.82), ("prix", 0.88), ("format", 1.0)]
    found = calibration([predicted("format", intent, confidence) for intent, confidence in given])
    bins = [(bin_.count, round(bin_.confidence, 2), bin_.accuracy) for bin_ in found.bins]
    assert bins == [(2, 0.85, 0.5), (1, 1.0, 1.0)]
    assert found.error == pytest.approx(2 * 0.35 / 3)


def test_out_of_scope_is_judged_by_its_probability() -> None:
    assert out_of_scope(FOUR[:3]) is None, "on one side only"
    half = out_of_scope([*FOUR, predicted("format", "hors_sujet", 0.9), predicted("hors_sujet", "prix", 0.9)])
    assert half is not None
    # Of 2 x 4 pairs: 0.7 is above three of four in scope, 0.01 ties with three.
    assert half.auroc == pytest.approx((3 + 1.5) / 8)
    assert (half.recognised.share, half.refused.share) == (0.5, 0.25)


@each_row(
    ("given", "confidence", "second", "is_abstention"),
    [
        ("hors_sujet", 0.9, 0.0, True),
        ("prix", 0.39, 0.3, True),
        ("prix", 0.4, 0.3, False),
        ("prix", 0.2, 0.0, False),
        ("saluer", 0.9, 0.0, False),
    ],
)
def test_the_assistant_abstains_out_of_scope_or_where_it_is_unsure(
    given: str, confidence: float, second: float, is_abstention: bool
) -> None:
    assert abstains(predicted("hors_sujet", given, confidence, second)) is is_abstention


@each_row(
    ("right", "given", "second", "abstained", "refused"),
    [
        ("prix", "prix", 0.1, (0, 1), (0, 1)),
        ("prix", "prix", 0.8, (1, 1), (0, 1)),
        ("prix", "hors_sujet", 0.1, (1, 1), (1, 1)),
        ("ambigu", "prix", 0.8, (0, 0), (0, 1)),
        ("ambigu", "hors_sujet", 0.1, (0, 0), (1, 1)),
        ("hors_sujet", "hors_sujet", 0.1, (0, 0), (0, 0)),
    ],
)
def test_a_short_question_with_an_intent_is_to_be_answered_and_an_ambiguous_one_not_to_be_refused(
    right: str, given: str, second: float, abstained: tuple[int, int], refused: tuple[int, int]
) -> None:
    found = short_questions([predicted(right, given, 0.9, second)])
    assert (found.abstained, found.refused) == (Rate.of(*abstained), Rate.of(*refused))


def test_copies_of_a_sentence_stay_in_one_fold_and_every_sentence_is_tested_once() -> None:
    spellings = ("Où est {} ?", "ou est {}", "OÙ EST {}!", "where is {}?")
    examples = [
        example(spelling.format(number), intent, "en" if "where" in spelling else "fr")
        for intent in ("format", "prix")
        for number in range(intent == "prix", 40, 2)
        for spelling in spellings
    ]
    split = folds(examples)
    tested = sorted(row for _, test in split for row in test.tolist())
    assert tested == list(range(len(examples)))
    for train, test in split:
        learnt = {re.sub(r"\W+", " ", examples[row].text.lower().replace("ù", "u")).strip() for row in train}
        asked = {re.sub(r"\W+", " ", examples[row].text.lower().replace("ù", "u")).strip() for row in test}
        assert learnt.isdisjoint(asked)
        assert {examples[row].intent for row in test} == {"format", "prix"}


@each_row("name", ["development.yml", "test.yml", "middle.yml", "odd_words.yml", "short_questions.yml"])
def test_no_sentence_of_a_set_is_an_example(name: str) -> None:
    examples = read_examples(faq=FAQ)
    sentences = read_sentence_set(SENTENCES / name, [*intents(examples), AMBIGUOUS])
    kept = unlearnt(sentences, examples)
    assert [f"{example.place}: {example.text}" for example in sentences if example not in kept] == [], (
        "remove it from the set"
    )


def test_mistake_in_a_set_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "phrases.yml"
    path.write_text('prix:\n  fr:\n  - "combien"\n', encoding="utf-8")
    with pytest.raises(ProgrammeError, match=r"phrases\.yml:1 — l'intention « prix » n'a pas d'exemples"):
        read_sentence_set(path, ["format"])
    path.write_text("- {phrase: bonjour, langue: fr, faits: {niveau: moyen}}\n", encoding="utf-8")
    with pytest.raises(ProgrammeError, match=r"phrases\.yml:1 — « niveau: moyen » n'existe pas"):
        read_labelled(path, load_programme().facts)


def test_territories_are_counted_by_mention_and_by_sentence() -> None:
    sentences = [
        TerritorySentence("je suis dans les Landes", frozenset({"40"})),
        TerritorySentence("je suis dans les Landes", frozenset({"64"})),
        TerritorySentence("je suis quelque part", frozenset({"33"})),
        TerritorySentence("64 heures de formation", frozenset()),
    ]
    found = territories_found(load_finder(), sentences)
    assert found.retrievals == (Retrieval("territoire", 2, 1, 3, 1),)
    assert (found.retrievals[0].precision, found.retrievals[0].recall) == (0.5, 1 / 3)
    assert [(misread.expected, misread.found) for misread in found.misread] == [("64", "Landes"), ("33", "")]


def test_facts_are_counted_by_fact_and_value(tmp_path: Path) -> None:
    programme = load_programme()
    path = tmp_path / "facts.yml"
    path.write_text(
        "- {phrase: structure habilitée, langue: fr, parcours: [aidants_connect], faits: {habilitation: 'oui'}}\n"
        "- {phrase: je suis débutant, langue: fr, faits: {niveau: solide}}\n",
        encoding="utf-8",
    )
    finder = EntityFinder(load_finder(), FactFinder.load(programme.facts), Lexicon.load())
    found = facts_found(finder, read_labelled(path, programme.facts))
    scores = {retrieval.name: (retrieval.precision, retrieval.recall) for retrieval in found.retrievals}
    assert scores == {"habilitation": (1.0, 1.0), "parcours": (1.0, 1.0), "niveau": (0.0, 0.0)}
    assert [(misread.expected, misread.found, misread.place) for misread in found.misread] == [
        ("niveau\u00a0: solide", "niveau\u00a0: debutant", Place(path, 2))
    ]


def report(*, apart: bool) -> Report:
    nasty = Prediction(example('<script>alert("x")</script> & co', "prix", line=7), (("format", 0.9), ("prix", 0.1)), 0)
    misread = Misread("<b>où</b>", "40", "", None)
    return Report(
        day=date(2024, 5, 2),
        held_out=[*FOUR, nasty],
        development=FOUR if apart else None,
        test=figures(FOUR) if apart else None,
        middle=figures(FOUR) if apart else None,
        odd_words=[predicted("hors_sujet", "oui", 0.9)] if apart else None,
        short_questions=short_questions([predicted("prix", "hors_sujet", 0.9)]) if apart else None,
        small_intents=[SmallIntents(5, Rate.of(1, 2), Rate.of(3, 4)), SmallIntents(None, Rate.of(2, 2), Rate.of(3, 4))],
        heads=[HeadFigures("acte", Rate.of(3, 4), [0.25, 0.5], 0.5)],
        territories=Entities((Retrieval("territoire", 2, 1, 3, 1),), (misread,)),
        facts=Entities((Retrieval("niveau", 0, 0, 12, 0),), ()) if apart else None,
        safety=Safety(*[Rate.of(1, 2)] * 5) if apart else None,
    )


@pytest.mark.parametrize("apart", [True, False])
def test_the_page_is_whole_and_shows_sentences_as_text(apart: bool) -> None:
    page = render(report(apart=apart))
    assert '<html lang="fr">' in page
    assert ('<td lang="fr">hors_sujet ? 0.9</td><td>oui</td>' in page) is apart, "odd words that are answered"
    assert "prix ? 0.9" not in page, "short questions are only counted"
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; co" in page
    assert "exemples.yml, ligne 7" in page
    pictures = re.findall(r'<img src="data:image/svg\+xml;base64,[\w+/=]+" alt="([^"]+)"', page)
    assert len(pictures) == page.count("<img") == 4
    # Nothing to fetch: a link goes to a heading of the page, an address is the picture itself.
    assert set(re.findall(r'(?:src|href)="(.)', page)) == {"d", "#"}
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))
    for name in ("development.yml", "odd_words.yml", "short_questions.yml"):
        assert (f"{name}</code> n’existe pas" in page) is not apart
    assert "est pris pour «\xa0prix\xa0» (1 phrase)" in page.replace("&nbsp;", "\xa0")


def test_the_figures_are_without_sentences() -> None:
    found = numbers(report(apart=True))
    assert (found.examples, found.cross_validation.accuracy.right) == (5, 3)
    assert [entity.name for entity in found.entities] == ["territoire", "niveau"]
    assert (found.odd_words, found.short_questions) == (Rate.of(0, 1), ShortQuestions(Rate.of(1, 1), Rate.of(1, 1)))
    assert [(size.examples, size.small.share) for size in found.small_intents] == [(5, 0.5), (None, 1.0)]
    assert "alert" not in repr(found)
