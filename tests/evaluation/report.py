"""Everything measured, gathered from the project's files: the work of `make evaluate`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from bot.server.assembly import apart
from nlu.classification.intent_classifier import IntentClassifier
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.training_data.examples import FAQ, Example, intents, read_examples
from rules.loading import load_programme
from tests.evaluation.abstention import AMBIGUOUS, ShortQuestions, abstention, short_questions
from tests.evaluation.entities import Entities, facts_found, read_labelled, territories_found
from tests.evaluation.heads import HeadFigures, heads_measured
from tests.evaluation.metrics import Calibration, Figures, IntentScore, Rate, calibration, figures, intent_scores
from tests.evaluation.predictions import Prediction, cross_validate, predictions, read_sentence_set, trained, unlearnt
from tests.evaluation.safety import Safety, measure, ordinary_messages
from tests.evaluation.small_intents import SmallIntents, small_intents
from tests.evaluation.territory_sentences import load_finder, negative_sentences, positive_sentences

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "tests" / "evaluation" / "sentences"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What was measured on a day. A part whose sentences are missing is None.

    Of the test sets and the short questions only figures are kept: a maintainer who sees their sentences ends up
    writing examples for them.
    """

    day: date
    held_out: Sequence[Prediction]
    development: Sequence[Prediction] | None
    test: Figures | None
    middle: Figures | None
    """Of sentences as in the middle of a conversation: that insist, correct, tell other things beside."""

    odd_words: Sequence[Prediction] | None
    short_questions: ShortQuestions | None
    small_intents: Sequence[SmallIntents]
    heads: Sequence[HeadFigures]
    territories: Entities
    facts: Entities | None
    safety: Safety | None


@dataclass(frozen=True)
class EntityScore:
    """How well one kind of thing is found in sentences; shares from 0 to 1, None of nothing."""

    name: str
    expected: int
    recall: float | None
    precision: float | None


@dataclass(frozen=True)
class Numbers:
    """All numbers of a report, for `figures.json`."""

    day: date
    examples: int
    cross_validation: Figures
    intents: Sequence[IntentScore]
    calibration: Calibration
    development: Figures | None
    test: Figures | None
    middle: Figures | None
    odd_words: Rate | None
    """Of odd words, those on which the assistant abstains."""

    short_questions: ShortQuestions | None
    small_intents: Sequence[SmallIntents]
    heads: Sequence[HeadFigures]
    entities: Sequence[EntityScore]
    safety: Safety | None


def gather(tell: Tell) -> Report:
    """Measure everything; `tell` hears of the progress.

    Raises:
        ProgrammeError: a file does not have its form.
    """
    tell("Lecture des exemples…")
    examples = [example for example in read_examples(faq=FAQ) if not example.contextual]
    held_out = cross_validate(examples, tell)
    tell("Entraînement sur toutes les phrases…")
    classifier = trained(examples)
    tell("Phrases à part, lieux et situations…")
    development = _apart(SENTENCES / "development.yml", classifier, examples, tell)
    test = _apart(SENTENCES / "test.yml", classifier, examples, tell)
    middle = _apart(SENTENCES / "middle.yml", classifier, examples, tell)
    odd_words = _apart(SENTENCES / "odd_words.yml", classifier, examples, tell)
    questions = _apart(SENTENCES / "short_questions.yml", classifier, examples, tell, AMBIGUOUS)
    territories = load_finder()
    facts = load_programme(faq=FAQ).facts
    labelled = SENTENCES / "facts.yml"
    finder = EntityFinder(territories, FactFinder.load(facts), Lexicon.load())
    return Report(
        date.today(),
        held_out,
        development,
        figures(test) if test else None,
        figures(middle) if middle else None,
        odd_words,
        short_questions(questions) if questions else None,
        small_intents(examples, held_out, tell),
        heads_measured(tell),
        territories_found(territories, [*positive_sentences(), *negative_sentences()]),
        facts_found(finder, read_labelled(labelled, facts)) if _there(labelled, tell) else None,
        _safety(tell),
    )


def numbers(report: Report) -> Numbers:
    """The numbers of a report, without its sentences."""
    return Numbers(
        report.day,
        len(report.held_out),
        figures(report.held_out),
        intent_scores(report.held_out),
        calibration(report.held_out),
        figures(report.development) if report.development else None,
        report.test,
        report.middle,
        abstention(report.odd_words) if report.odd_words else None,
        report.short_questions,
        report.small_intents,
        report.heads,
        [
            EntityScore(retrieval.name, retrieval.expected, retrieval.recall, retrieval.precision)
            for part in (report.territories, report.facts)
            if part
            for retrieval in part.retrievals
        ],
        report.safety,
    )


def _apart(
    path: Path, classifier: IntentClassifier, examples: Sequence[Example], tell: Tell, *more_labels: str
) -> list[Prediction] | None:
    if not _there(path, tell):
        return None
    sentences = read_sentence_set(path, [*intents(examples), *more_labels])
    kept = unlearnt(sentences, examples)
    if len(kept) < len(sentences):
        name = path.relative_to(ROOT)
        tell(f"  {name} : {len(sentences) - len(kept)} phrases sont mot pour mot dans les exemples et ne comptent pas.")
    return list(predictions(classifier, kept))


def _safety(tell: Tell) -> Safety | None:
    """Of the whole assistant, with the model that is trained on the files as they are."""
    path, model = SENTENCES / "danger.yml", trained_model(load_settings().models)
    if model is None:
        tell("  Aucun modèle à jour (« make train ») : les dangers ne sont pas mesurés.")
    if model is None or not _there(path, tell):
        return None
    tell("Dangers, adieux et effacements, par l’assistant entier…")
    with apart(model) as assistant:
        return measure(assistant, path, ordinary_messages())


def _there(path: Path, tell: Tell) -> bool:
    if not path.exists():
        tell(f"  {path.relative_to(ROOT)} n’existe pas : cette partie est laissée de côté.")
        return False
    return True
