"""The utterance classifier: follow-ups, progress, clauses, and going on from a previous classifier."""

from __future__ import annotations

from pathlib import Path

from nlu.classification.intent_classifier import NETWORKS
from nlu.classification.network import PASSES_MORE
from nlu.classification.ranking import RankedText
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


def classified(classifier: UtteranceClassifier, text: str) -> RankedText:
    return classifier.classify(text, (), project_resources().delexicalizer).whole


def test_follow_ups_of_a_question_that_the_reader_does_not_know_are_learnt_and_each_pass_is_reported() -> None:
    follow_ups = [TrainingSentence(f"et le lien {number}", "repas", "fr", True) for number in NUMBERS]
    known = [TrainingSentence(f"on y va {number}", "prix", "fr", True) for number in NUMBERS]
    known_to_reader = [TrainingSentence(f"tu redis ça {number}", "repeter", "fr", True) for number in NUMBERS]
    progress: list[tuple[str, int, int]] = []
    run = TrainingRun(on_progress=lambda *done: progress.append(done))
    classifier = trained(*ALONE, *follow_ups, *known, *known_to_reader, run=run)
    passes = [(done, total) for step, done, total in progress if step == LEARNING]
    assert [done for done, _ in passes] == list(range(1, passes[0][1] + 1))
    assert classified(classifier, "et le lien trente").intent == "repas"
    assert "repeter" not in dict(classified(classifier, "tu redis ça trente").ranking)


def test_the_clauses_of_an_utterance_are_told_apart_where_they_tell_something() -> None:
    resources, text = project_resources(), "hein ? quel est le prix du cours trente ? how long does the course take?"
    found = trained(*ALONE).classify(text, resources.lexicon.clauses.split(text), resources.delexicalizer)
    assert len(found.telling_parts) == 3


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
