"""An expression that takes too long on a message is stopped, and rests: messages are answered without it."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from nlu.entities import expressions
from nlu.entities.expressions import REST_SECONDS, TICK_SECONDS, Expression, watch
from rules.model import Place

PLACE = Place(Path("parcours.yml"), 12)
MESSAGE = "je voudrais savoir quand la prochaine session de formation aura lieu dans mon département"
ENDLESS = r"(?:\w+\s?)+capsule"

Stopped = list[tuple[Expression, str]]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stopped]:
    """The expressions that are stopped in a test, with what they were looked for in."""
    found: Stopped = []
    monkeypatch.setattr(expressions._watch, "listeners", [lambda *each: found.append(each)])
    watch()
    yield found
    expressions._watch.resting.clear()


def endless() -> Expression:
    return Expression(ENDLESS, ENDLESS, PLACE)


@pytest.mark.parametrize(
    ("look", "nothing"),
    [
        (lambda each: each.search(MESSAGE), None),
        (lambda each: each.finditer(MESSAGE), []),
        (lambda each: each.subn(" ", MESSAGE), (MESSAGE, 0)),
    ],
)
def test_an_expression_without_end_finds_nothing_after_a_moment(
    stopped: Stopped, look: Callable[[Expression], object], nothing: object
) -> None:
    expression = endless()
    assert look(expression) == nothing
    assert stopped == [(expression, MESSAGE)]


def test_it_rests_so_that_the_next_messages_do_not_wait_for_it(
    stopped: Stopped, monkeypatch: pytest.MonkeyPatch
) -> None:
    expression = endless()
    expression.search(MESSAGE)
    assert expression.rests
    assert expression.search("une capsule") is None, "it would be found"
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + REST_SECONDS + 1)
    expressions._watch.tick(0, None)
    assert expression.search("une capsule")
    assert len(stopped) == 1


def test_what_takes_many_searches_is_not_stopped(stopped: Stopped) -> None:
    expression = Expression(r"(?<!\w)(?:pix|capsule)(?!\w)", "pix", PLACE)
    began = time.process_time()
    while time.process_time() - began < 4 * TICK_SECONDS:
        assert expression.search("une capsule")
    assert not stopped


def test_other_work_is_not_stopped(stopped: Stopped) -> None:
    began = time.process_time()
    while time.process_time() - began < 4 * TICK_SECONDS:
        sum(range(10_000))
    assert not stopped


@pytest.mark.usefixtures("stopped")
def test_an_expression_is_handed_to_another_process() -> None:
    expression = endless()
    expression.search(MESSAGE)
    received = pickle.loads(pickle.dumps(expression))  # noqa: S301
    assert (received.text, received.written, received.place) == (ENDLESS, ENDLESS, PLACE)
    assert received.search("une capsule")


def test_another_thread_may_ask_for_the_watch() -> None:
    thread = Thread(target=watch)
    thread.start()
    thread.join()
