"""What messages mean: the measure, and the least that must be understood of writers that nothing here learns from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
import yaml

from bot.rasa_adapter.training import trained_model
from nlu.forms import QuestionForm
from nlu.intents import STATEMENT
from nlu.meaning import MessageAct, MessageLink, Who
from nlu.training_data.meanings import MEANINGS, LoggedTurn, Meaning, OtherAsk, conversations, read_turns
from rules.errors import ProgrammeError
from tests.evaluation.meanings.__main__ import APART
from tests.evaluation.meanings.agreement import pairs
from tests.evaluation.meanings.replay import MeasuredTurn, understood_turns
from tests.evaluation.meanings.scores import FIELDS, Scores, by_part, confusions, place_in_conversation
from tests.evaluation.meanings.understood import Understood

FLOOR = Path(__file__).parent / "meanings" / "floor.yml"

ASKED = Meaning(MessageAct.ASK, "organisme", "ccp1", QuestionForm.WHO, Who.ME, MessageLink.NEW)
UNDERSTOOD = Understood("demande", ("organisme",), "ccp1", "qui", "moi", "nouveau", None, "fr")


def turn(meaning: Meaning = ASKED, found: Understood = UNDERSTOOD, number: int = 1) -> MeasuredTurn:
    return MeasuredTurn(LoggedTurn("w", 1, number, "qui forme ici ?", "La Mêlée", meaning), meaning, found, found)


def measured_turns(models: Path, writers: Iterable[str] | None = None) -> list[MeasuredTurn]:
    """What is understood of some writers kept apart; of all of them by default."""
    model = trained_model(models)
    assert model is not None
    return understood_turns(model, [turn for turn in read_turns(APART) if writers is None or turn.writer in writers])


def below(scores: Scores, floor: dict[str, float]) -> dict[str, tuple[float | None, float]]:
    """What is under its floor: its share, and the floor."""
    shares = scores.shares
    return {name: (shares[name], least) for name, least in floor.items() if (shares[name] or 0) < least}


@pytest.fixture(scope="module")
def measured(models: Path) -> list[MeasuredTurn]:
    return measured_turns(models)


def test_a_writer_kept_apart_is_understood_as_well_as_before(models: Path) -> None:
    floors = yaml.safe_load(FLOOR.read_text(encoding="utf-8"))["daily"]
    by_writer = by_part(measured_turns(models, floors), lambda turn: turn.logged.writer)
    assert set(by_writer) == set(floors)
    assert {writer: found for writer, floor in floors.items() if (found := below(by_writer[writer], floor))} == {}


@pytest.mark.thorough
def test_writers_kept_apart_are_understood_as_well_as_before(measured: list[MeasuredTurn]) -> None:
    floor = yaml.safe_load(FLOOR.read_text(encoding="utf-8"))["all"]
    assert set(floor) == set(FIELDS)
    assert below(Scores.of(measured), floor) == {}


@pytest.mark.thorough
def test_every_turn_with_a_meaning_is_measured(measured: list[MeasuredTurn]) -> None:
    assert len(measured) == sum(turn.meaning is not None for turn in read_turns(APART)) > 700


def test_nothing_is_learnt_from_a_writer_kept_apart() -> None:
    learnt, apart = ({each.writer for each in read_turns(folder)} for folder in (MEANINGS, APART))
    assert len(apart) >= 3
    assert learnt & apart == set()


def test_a_conversation_keeps_the_order_of_its_turns() -> None:
    later, first = turn(number=2).logged, turn(number=1).logged
    assert list(conversations([later, first])) == [[first, later]]


def test_a_turn_without_its_meaning_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    good = '{"writer": "w", "conversation": 1, "turn": 1, "message": "c_1", "click": true, "reply": "Oui."}'
    without_meaning = good.replace(', "click": true', "")
    path.write_text("\n".join([good, '{"writer": "w"}', without_meaning]), encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        read_turns(path)
    assert [finding.place.line for finding in raised.value.findings] == [2, 3]


def test_writers_name_no_question_for_what_only_tells_something() -> None:
    # As a topic of its own it would hide "aucun" from the reader.
    turns = [turn for folder in (MEANINGS, APART) for turn in read_turns(folder)]
    assert STATEMENT not in {logged.meaning.topic for logged in turns if logged.meaning}


def test_the_first_question_understood_counts_and_any_where_several_are_asked() -> None:
    found = Understood("demande", ("prix", "organisme"), "ccp1", "qui", "moi", "nouveau", None, "fr")
    assert not found.has_topic(ASKED)
    several = msgspec.structs.replace(ASKED, more=(OtherAsk("prix"),))
    assert found.has_topic(several)


def test_topics_count_only_where_something_is_asked() -> None:
    thanks = Meaning(MessageAct.THANK, "aucun", "aucun", QuestionForm.NONE, Who.NOBODY, MessageLink.GOES_ON)
    shares = Scores.of([turn(), turn(thanks)]).shares
    assert (shares["topic"], shares["act"], shares["claim"]) == (100.0, 50.0, None)


def test_later_turns_and_confusions_are_told_apart() -> None:
    wrong = Understood("demande", ("prix",), "ccp1", "qui", "moi", "suite", None, "fr")
    turns = [turn(), turn(found=wrong, number=2)]
    assert {name: part.shares["topic"] for name, part in by_part(turns, place_in_conversation).items()} == {
        "premier": 100.0,
        "suivants": 0.0,
    }
    assert confusions(turns) == [("organisme", "prix", 1)]


def test_a_tenth_of_the_messages_is_labelled_by_a_second_hand_and_both_agree_on_most() -> None:
    labelled = list(pairs())
    meant = sum(turn.meaning is not None for folder in (MEANINGS, APART) for turn in read_turns(folder))
    assert len(labelled) >= meant / 10
    assert sum(first.topic == second["topic"] for first, second in labelled) > 0.85 * len(labelled)
