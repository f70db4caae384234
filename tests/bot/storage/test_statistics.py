"""What is stored gives numbers of nobody: none that is small, and none from which a small one can be told."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select, update

from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import now, tallies
from bot.storage.statistics import read_statistics, shown
from bot.storage.subscriptions import Subscription


async def talk(stores, channel, number, questions, *, missed=False, useful=None):
    """A conversation in which some questions are answered, the last of them perhaps not, or rated."""
    conversation_key = stores.identifiers.conversation(channel, f"{channel}-{number}")
    for question in questions:
        turn = await stores.turns.begin(conversation_key)
        turn.kept, turn.question = b"state", question
        if missed:
            turn.unanswered = UnansweredQuestion("no_rule", "fr", "?", question, ())
        await stores.turns.end(turn)
        if useful is not None:
            await stores.feedback.give(conversation_key, Opinion(useful, question, None, "trace"))


async def test_what_happened_is_counted_by_day_channel_topic_and_hub(stores):
    first_day = now().date().isoformat()
    for number in range(6):
        await talk(stores, "web", number, ["organisme", "prix"], useful=True)
        await talk(stores, "telegram", number, ["prix"], missed=True)
        await stores.subscriptions.start(Subscription(number, (), "fr"))
    found = read_statistics(stores.database, 7, "jour")
    # Midnight may pass meanwhile: it has, once.
    assert found.periods.keys() <= {first_day, now().date().isoformat()}
    counted = sum(map(Counter, found.periods.values()), Counter())
    assert counted == {"conversations": 12, "questions": 18, "unanswered": 6, "useful": 6}
    assert found.channels == {
        "web": {"conversations": 6, "questions": 12, "useful": 6},
        "telegram": {"conversations": 6, "questions": 6, "unanswered": 6},
    }
    assert found.topics["organisme"]["questions"] == 6
    assert found.topics["prix"]["questions"] == 12
    assert found.hubs == {"": {"unanswered": 6, "useful": 6}}
    assert found.subscribers == 6


async def test_weeks_are_named_as_calendars_do_and_what_is_older_is_left_out(stores):
    await talk(stores, "web", 1, ["prix"])
    before = now() - timedelta(days=30)
    stores.database.write_sync(lambda connection: connection.execute(update(tallies).values(day=before)))
    assert read_statistics(stores.database, 28, "semaine").periods == {}
    year, week, _ = before.isocalendar()
    assert list(read_statistics(stores.database, 31, "semaine").periods) == [f"{year}-W{week:02}"]


async def test_an_erasure_takes_no_number_back_and_numbers_name_nobody(stores):
    await talk(stores, "web", 1, ["prix"])
    conversation_key = stores.identifiers.conversation("web", "web-1")
    stores.erasure.erase_sync(conversation_key)
    rows = stores.database.read_sync(lambda connection: connection.execute(select(tallies)).all())
    assert {(row.kind, row.channel, row.name, row.count) for row in rows} == {
        ("conversation", "web", "", 1),
        ("question", "web", "prix", 1),
    }


def test_small_numbers_are_not_shown_nor_what_gives_the_only_one_away():
    assert shown({"a": 0, "b": 4, "c": 3, "d": 12}) == {"a": "0", "b": "< 5", "c": "< 5", "d": "12"}
    assert shown({"a": 1, "b": 30, "c": 12}) == {"a": "< 5", "b": "30", "c": "–"}
    assert shown({"a": 5, "b": 6}) == {"a": "5", "b": "6"}
