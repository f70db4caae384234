"""What is learnt of the sentences: how far it is, and what the same words mean after an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.classification.intent_classifier import NETWORKS
from nlu.classification.network import PASSES_MORE
from nlu.classification.training_run import LEARNING, Learning
from nlu.classification.utterance_classifier import Hearing, Sentence

WORDS = {
    "format": "combien de temps dure la formation {}",
    "prix": "quel est le prix du cours {}",
    "source": "d'où vient cette information {}",
}
NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
ALONE = [Sentence(words.format(one), intent, "fr", False) for intent, words in WORDS.items() for one in NUMBERS]
ENGLISH = [Sentence(f"how long does the course take {one}", "format", "en", False) for one in NUMBERS]


@pytest.mark.parametrize("intent", ["source", "repeter"], ids=["intents that all stand alone", "one that never does"])
def test_it_tells_each_pass_and_hears_after_an_answer_what_means_something_only_there(intent: str) -> None:
    leaning = [Sentence(f"et le lien {one}", intent, "fr", True) for one in NUMBERS]
    told: list[tuple[str, int, int]] = []
    hearing = Hearing().fit([*ALONE, *ENGLISH, *leaning], ["Landes"], Learning(tell=lambda *how: told.append(how)))
    passes = [(done, total) for step, done, total in told if step == LEARNING]
    assert [done for done, _ in passes] == list(range(1, passes[0][1] + 1))
    whole, _, _ = hearing.hear("et le lien trente")
    assert whole.in_thread[0][0] == intent
    whole, _, _ = hearing.hear("quel est le prix du cours trente ?")
    assert whole.ranking[0][0] == "prix"


def test_it_goes_on_from_another_with_an_intent_more_and_one_less(tmp_path: Path) -> None:
    Hearing().fit([*ALONE, *ENGLISH], ["Landes"]).save(tmp_path)
    begun = Hearing.load_begun(tmp_path)
    new = [Sentence(f"le repas de midi est-il servi {one}", "repas", "fr", False) for one in NUMBERS]
    kept = [one for one in ALONE if one.intent != "source"]
    passes: list[str] = []
    learning = Learning(tell=lambda step, *_: passes.append(step))
    hearing = Hearing().fit([*kept, *ENGLISH, *new], ["Landes"], learning, begun)
    assert passes.count(LEARNING) == NETWORKS * PASSES_MORE
    for text, intent in (("le repas de midi est-il servi trente", "repas"), ("le prix du cours trente", "prix")):
        whole, _, _ = hearing.hear(text)
        assert whole.ranking[0][0] == intent
        assert "source" not in dict(whole.ranking)
