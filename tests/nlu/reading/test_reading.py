"""Several questions of a message: each is read among the others and by itself."""

from __future__ import annotations

from dataclasses import replace

from nlu.reading.reading import Ask, Reading, each_by_itself, likeliest
from tests.support.utterances import reading

TEXT = "il pleut ? qui paie ?"
WEATHER, PAYER = (0, 11), (11, 21)


def asked(topic: str, share: float, other: str, words: tuple[int, int]) -> Ask:
    return replace(reading(topic, share, other).asks[0], start=words[0], end=words[1])


def alone(text: str) -> Reading:
    if text == TEXT[slice(*PAYER)]:
        return reading("financement", 0.9, "hors_sujet")
    return reading("hors_sujet", 0.9, "financement")


def test_a_question_of_the_programme_comes_before_what_is_none_of_its():
    together = asked("hors_sujet", 0.6, "financement", WEATHER), asked("hors_sujet", 0.6, "financement", PAYER)
    found = each_by_itself(replace(reading("hors_sujet"), asks=together), TEXT, alone)
    assert [likeliest(ask.topics) for ask in found.asks] == ["financement", "hors_sujet"]
    assert (found.asks[0].start, found.asks[0].end) == PAYER


def test_a_message_of_one_question_is_not_read_again():
    only = reading("financement")
    assert each_by_itself(only, TEXT, alone) is only
