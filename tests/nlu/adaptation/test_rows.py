"""The rows that the encoder is adapted to: which tokens name something, and which ask which question."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nlu.adaptation.row import Row
from nlu.adaptation.rows import Before, RowMaker, joined
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.forms import QuestionForm
from nlu.meaning import Holder, MessageAct, MessageLink, Operation, Who
from nlu.resources import project_resources
from nlu.training_data.meanings import LoggedTurn, Meaning, NamedSpan, OtherAsk

WHO = Meaning(
    MessageAct.ASK, "organisme", "ccp1", QuestionForm.WHO, Who.OTHER, MessageLink.NEW, operation=Operation.ANSWER
)


@pytest.fixture(scope="module")
def maker() -> RowMaker:
    return RowMaker(sentence_encoder(), project_resources(), lambda _: "fr")


def rows(maker: RowMaker, message: str, meaning: Meaning, before: Before = Before()) -> list[Row]:  # noqa: B008
    return list(maker.gold(LoggedTurn("w", 1, 1, message, "", meaning), before))


def words(maker: RowMaker, message: str, chosen: list[bool]) -> str:
    """The part of a message, as it is encoded, whose tokens are chosen."""
    text = maker.read(message)
    _, starts, ends = sentence_encoder().tokens(text)
    inside = [at for at, is_chosen in enumerate(chosen) if is_chosen]
    return text[starts[inside[0]] : ends[inside[-1]]]


def test_tokens_say_what_they_name_what_it_is_here_and_whose(maker: RowMaker) -> None:
    message = "qui forme ma collègue à Pau ?"
    spans = (NamedSpan("Pau", "lieu", "ici", Holder.OTHER), NamedSpan("ma collègue", "personne", "parle", Holder.OTHER))
    (row,) = rows(maker, message, replace(WHO, spans=spans))
    assert row.named is not None
    assert words(maker, message, [kind == "lieu" for kind in row.named.kind]) == "Landes"  # one place for all
    assert words(maker, message, [kind == "personne" for kind in row.named.kind]) == "ma collègue"
    assert {role for kind, role in zip(row.named.kind, row.named.role, strict=True) if kind == "lieu"} == {"ici"}
    assert {kind for kind, begins in zip(row.named.kind, row.named.begins, strict=True) if begins} == {
        "lieu",
        "personne",
    }


def test_each_question_of_a_message_is_a_row_of_its_words(maker: RowMaker) -> None:
    message = "qui paie, et combien de jours ?"
    more = (OtherAsk("format", "ccp1", QuestionForm.HOW_MUCH, Who.ME, "combien de jours"),)
    meaning = replace(WHO, topic="financement", part="qui paie", more=more)
    whole, first, second = rows(maker, message, meaning)
    assert whole.part is None
    assert (first.labels["topic"], second.labels["topic"]) == ("financement", "format")
    assert whole.asks is not None
    assert words(maker, message, [ask == 1 for ask in whole.asks]) == "qui paie"
    assert words(maker, message, [ask == 2 for ask in whole.asks]) == "combien de jours"


def test_two_turns_are_one_message_whose_words_ask_each_its_own(maker: RowMaker) -> None:
    first = LoggedTurn("w", 1, 1, "qui paie ?", "C’est Hubikoop.", replace(WHO, topic="financement"))
    second = LoggedTurn("w", 1, 2, "et combien de jours ?", "", replace(WHO, topic="format"))
    both = joined(first, second, " ? ")
    assert both is not None
    assert both.message == "qui paie ? et combien de jours ?"
    whole, *asks = maker.gold(both, Before(), "joined")
    assert [ask.labels["topic"] for ask in asks] == ["financement", "format"]
    assert whole.asks is not None
    assert words(maker, both.message, [ask == 2 for ask in whole.asks]) == "et combien de jours ?"


@pytest.mark.parametrize("meaning", [replace(WHO, topic="aucun"), replace(WHO, act=MessageAct.CORRECT), None])
def test_turns_are_not_joined_where_one_asks_nothing_by_itself(meaning: Meaning | None) -> None:
    first, second = LoggedTurn("w", 1, 1, "qui forme ?", "", WHO), LoggedTurn("w", 1, 2, "…", "", meaning)
    assert joined(first, second, " ? ") is None
    assert joined(second, first, " ? ") is None


def test_the_gist_of_the_last_reply_stands_before_a_message(maker: RowMaker) -> None:
    (row,) = rows(maker, "et pour elle ?", WHO, Before("C’est l’ADRAR.\n\nSource : une page.\n[ADRAR : le site]"))
    ids, *_ = sentence_encoder().tokens("C’est l’ADRAR.")
    assert row.before == row.gist == ids


def test_what_was_answered_stands_before_the_gist_until_something_else_is_asked(maker: RowMaker) -> None:
    thanks = replace(WHO, act=MessageAct.THANK, topic="aucun", course="aucun")
    before = Before()
    for meaning in (WHO, thanks):
        before = before.after(LoggedTurn("w", 1, 1, "…", "C’est l’ADRAR.", meaning))
    (row,) = rows(maker, "et pour elle ?", WHO, before)
    ids, *_ = sentence_encoder().tokens("ccp1, organisme : C’est l’ADRAR.")
    assert row.before == ids
    assert len(row.gist) < len(row.before)


def test_thanks_are_thanks_whether_their_writer_names_a_topic_or_not(maker: RowMaker) -> None:
    thanks = Meaning(MessageAct.THANK, "aucun", "aucun", QuestionForm.NONE, Who.NOBODY, MessageLink.GOES_ON)
    (row,) = rows(maker, "merci !", thanks)
    assert row.labels["topic"] == "remercier"


def test_what_a_writer_did_not_label_is_not_learnt(maker: RowMaker) -> None:
    (row,) = rows(maker, "qui forme à Pau ?", replace(WHO, operation=None))
    assert (row.named, row.asks) == (None, None)
    assert not {"operation", "claim"} & set(row.labels)


def test_a_sentence_that_asks_nothing_has_no_topic(maker: RowMaker) -> None:
    assert maker.sentence("je suis à Pau", "preciser").labels == {"topic": "aucun"}
