"""What an expression repeats without limit can be read in one way only: else some message keeps it busy for ever."""

from __future__ import annotations

import re
import time

import pytest

from nlu.entities.expressions import collected
from nlu.entities.lexicon import Lexicon
from nlu.entities.loops import endless_text, parse

ENDLESS = [
    r"(?:\w+\s?)+capsule",
    r"(a+)+b",
    r"(?:a|ab|b)*c",
    r"(?:a*)*b",
    r"(?:(?:ab|ba|a)+c)*d",
    r"(.*)*x",
    r"(?:x+x+)+y",
    r"(?:\s*\w+\s*)+:",
    r"(?:a{2}|a{3})*b",
    r"(\w+\s?){1,20}x",
    r"(?:[a-z]+[0-9]*)*$",
    r"(?: (?:au|mois|au mois))*x",
    r"(?=(?:\w+\s?)+!)x",
    r"(?:\d{2,}|\d)+€",
    r"(?:\w+-?){3,}!",
]

BOUNDED = [
    r"(?: \w+)*x",
    r"(?: (?:de|du|des|la|le|les|l|of|the))*\W*$",
    r"(?:et |ou )*x",
    r"(?:ok|okay)*!",
    r"(?:(?:ok|okay|bon)[ ,]+)*(?:donc|alors)",
    r"entre (?:\S+ )+et",
    r"(?:-\d+)*",
    r"(?:(?! (?:mais|but)\b)[^.,;:!?\n]){0,40}",
    r"(?:\W|(?:ah|oh|bah)\b)*et",
    r".{0,60}\bmodule.{0,60}",
    r"(?:\w+\s?){1,3}capsule",
    r"\w+.*\w+",
]


@pytest.mark.parametrize("expression", ENDLESS)
def test_what_can_be_read_in_two_ways_is_found_with_a_text_that_keeps_it_busy(expression: str) -> None:
    text = endless_text(parse(expression))
    assert text
    pattern = re.compile(expression)

    def seconds(length: int) -> float:
        began = time.process_time()
        for before in ("", "x"):
            pattern.search(before + (text * length)[:length] + "\0")
        return time.process_time() - began

    length = next(length for length in range(1, 400, 3) if seconds(length) > 0.005)
    assert any(seconds(length + more) > 0.04 for more in range(25))


@pytest.mark.parametrize("expression", BOUNDED)
def test_what_can_be_read_in_one_way_only_is_not_found(expression: str) -> None:
    assert endless_text(parse(expression)) is None


def test_no_expression_of_the_lexicon_takes_for_ever() -> None:
    with collected() as expressions:
        Lexicon.load()
    assert len(expressions) > 250
    assert [each.place for each in expressions if endless_text(parse(each.text, each.flags))] == []
