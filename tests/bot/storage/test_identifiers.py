"""Identifiers are kept as keyed hashes, and the key can be changed without losing a conversation."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.process.settings import Settings
from bot.storage.errors import StorageError
from bot.storage.feedback import Opinion
from bot.storage.identifiers import Identifiers, key_file, retire, rotate
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import PERSONAL
from bot.storage.subscriptions import Subscription
from nlu.entities.model import StatedPlace

OLD, NEW = "0a" * 32, "0b" * 32
LANDES, CREUSE = StatedPlace(("40",), "Landes"), StatedPlace(("23",), "Creuse")


@pytest.fixture
def folder(tmp_path):
    return Settings(data=tmp_path)


def test_the_first_start_makes_a_key_that_only_its_owner_reads(folder):
    first = Identifiers.of(folder).conversation("rest", "me")
    assert Identifiers.of(folder).conversation("rest", "me") == first
    assert key_file(folder).stat().st_mode & 0o777 == 0o600
    assert list(folder.data.iterdir()) == [key_file(folder)]
    assert Identifiers.of(folder).conversation("web", "me").id != first.id, "channels share no conversation"


def test_a_key_file_of_before_keys_could_be_changed_still_reads(folder):
    key_file(folder).write_bytes(bytes(range(32)))
    before = Identifiers.of(folder).conversation("rest", "me")
    rotate(key_file(folder))
    after = Identifiers.of(folder).conversation("rest", "me")
    assert after.hashes[1:] == before.hashes
    assert after.id != before.id
    assert retire(key_file(folder)) == 1
    assert Identifiers.of(folder).conversation("rest", "me").hashes == (after.id,)


@pytest.mark.parametrize("written", ["short", "zz" * 32, f"{OLD},", f"{OLD};{NEW}"])
def test_a_malformed_key_is_refused_without_showing_it(folder, written):
    with pytest.raises(StorageError, match="openssl rand -hex 32") as caught:
        Identifiers.of(folder.copy(update={"hash_key": SecretStr(written)}))
    assert written not in str(caught.value)
    key_file(folder).write_text("")
    with pytest.raises(StorageError, match=r"hash\.key"):
        Identifiers.of(folder)


def test_a_key_of_nobody_is_not_changed(folder):
    with pytest.raises(StorageError, match=r"Il n'y a pas de clé des identifiants \(.*hash\.key\)"):
        rotate(key_file(folder))
    assert not key_file(folder).exists()


def test_a_database_that_knows_other_keys_is_not_written_under_an_unknown_one(open_stores):
    open_stores(hash_key=SecretStr(OLD))
    open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    open_stores(hash_key=SecretStr(NEW))
    with pytest.raises(StorageError, match="La clé des identifiants n'est pas de cette base"):
        open_stores(hash_key=SecretStr("33" * 32))


async def test_a_conversation_under_an_old_key_is_found_and_moved_with_all_that_is_its(open_stores):
    before = open_stores(hash_key=SecretStr(OLD))
    old = before.identifiers.conversation("telegram", "40")
    turn = await before.turns.begin(old, "m1")
    turn.kept, turn.reply = b"one", b"reply"
    turn.unanswered = UnansweredQuestion("no_rule", "fr", "?", None, ())
    await before.turns.end(turn)
    await before.feedback.give(old, Opinion(False, None, None, None))
    await before.sent_messages.note(old, "815", [816])
    await before.subscriptions.start(Subscription(40, ("40",), "fr"))
    for place in (CREUSE, LANDES):
        await before.group_places.note(old, place)

    during = open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    both = during.identifiers.conversation("telegram", "40")
    await during.subscriptions.rehash()
    assert await during.group_places.of(both) == LANDES
    assert await during.sent_messages.of(both, "815") == (816,)
    await during.sent_messages.note(both, "815", [816])
    assert (await during.turns.begin(both, "m1")).given == b"reply"
    turn = await during.turns.begin(both)
    assert turn.state == b"one"
    turn.kept = b"two"
    await during.turns.end(turn)

    after = open_stores(hash_key=SecretStr(NEW))
    new = after.identifiers.conversation("telegram", "40")
    assert await after.sent_messages.of(new, "815") == (816,)
    assert (await after.turns.begin(new)).state == b"two"
    for column in PERSONAL.values():
        found = after.database.read_sync(
            lambda connection, column=column: connection.execute(select(column)).scalars().all()
        )
        assert found == [new.id], column


async def test_latest_state_wins_where_both_keys_wrote(open_stores):
    for known in (OLD, f"{NEW},{OLD}"):
        open_stores(hash_key=SecretStr(known))
    for key, kept in ((NEW, b"earlier"), (OLD, b"latest")):
        stores = open_stores(hash_key=SecretStr(key))
        turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
        turn.kept = kept
        await stores.turns.end(turn)
    both = open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    turn = await both.turns.begin(both.identifiers.conversation("rest", "me"))
    assert turn.state == b"latest"
    turn.kept = b"next"
    await both.turns.end(turn)
    again = await both.turns.begin(both.identifiers.conversation("rest", "me"))
    assert (again.state, again.others) == (b"next", ())


async def test_erasure_reaches_rows_under_old_keys(open_stores):
    before = open_stores(hash_key=SecretStr(OLD))
    turn = await before.turns.begin(before.identifiers.conversation("rest", "me"))
    turn.kept = b"one"
    await before.turns.end(turn)
    both = open_stores(hash_key=SecretStr(f"{NEW},{OLD}"))
    receipt = await both.erasure.erase(both.identifiers.conversation("rest", "me"))
    assert receipt.erased["conversations"] == 1
