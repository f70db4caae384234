"""The utterance classifier: contextual intents, progress, and going on from a previous classifier."""

from __future__ import annotations

from pathlib import Path

from nlu.classification.intent_classifier import NETWORKS
from nlu.classification.network import PASSES_MORE
from nlu.classification.ranking import ClassifiedClause
from nlu.classification.training_run import LEARNING, TrainingRun
from nlu.classification.utterance_classifier import TrainingSentence, UtteranceClassifier
from nlu.resources import project_resources

WORDS = {
    "format": "combien de temps dure la formation {}",
    "prix": "quel est le prix du cours {}",
    "source": "d'où vient cette information {}",
}
NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
ALONE = [
    TrainingSentence(words.format(number), intent, "fr", False) for intent, words in WORDS.items() for number in NUMBERS
]
ENGLISH = [TrainingSentence(f"how long does the course take {number}", "format", "en", False) for number in NUMBERS]


def trained(*sentences: TrainingSentence, **options) -> UtteranceClassifier:
    return UtteranceClassifier().fit([*sentences, *ENGLISH], ["Landes"], project_resources().delexicalizer, **options)


def classified(classifier: UtteranceClassifier, text: str) -> ClassifiedClause:
    return classifier.classify(text, (), project_resources().delexicalizer).whole


def test_follow_ups_teach_contextual_intents_and_each_pass_is_reported() -> None:
    follow_ups = [TrainingSentence(f"et le lien {number}", "repeter", "fr", True) for number in NUMBERS]
    progress: list[tuple[str, int, int]] = []
    classifier = trained(*ALONE, *follow_ups, run=TrainingRun(on_progress=lambda *done: progress.append(done)))
    passes = [(done, total) for step, done, total in progress if step == LEARNING]
    assert [done for done, _ in passes] == list(range(1, passes[0][1] + 1))
    assert classified(classifier, "et le lien trente").contextual[0][0] == "repeter"
    assert classified(classifier, "quel est le prix du cours trente ?").intent == "prix"


def test_an_utterance_of_several_clauses_has_the_intents_of_each() -> None:
    resources, text = project_resources(), "quel est le prix du cours trente ? how long does the course take?"
    clauses = trained(*ALONE).classify(text, resources.lexicon.clauses.split(text), resources.delexicalizer).clauses
    assert [clause.intent for clause in clauses] == ["prix", "format"]


def test_training_goes_on_from_a_classifier_with_an_intent_more_and_one_less(tmp_path: Path) -> None:
    trained(*ALONE).save(tmp_path)
    previous = UtteranceClassifier.load_intents(tmp_path)
    new = [TrainingSentence(f"le repas de midi est-il servi {number}", "repas", "fr", False) for number in NUMBERS]
    kept = [sentence for sentence in ALONE if sentence.intent != "source"]
    steps: list[str] = []
    run = TrainingRun(on_progress=lambda step, *_: steps.append(step))
    classifier = trained(*kept, *new, run=run, previous=previous)
    assert steps.count(LEARNING) == NETWORKS * PASSES_MORE
    for text, intent in (("le repas de midi est-il servi trente", "repas"), ("le prix du cours trente", "prix")):
        whole = classified(classifier, text)
        assert whole.intent == intent
        assert "source" not in dict(whole.ranking)
