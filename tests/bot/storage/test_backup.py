"""A backup is whole or not there, opens by its key alone, and is restored into either kind of database."""

from __future__ import annotations

import gzip
import os
import subprocess
import time
from datetime import datetime, timedelta, timezone

import pyrage
import pytest
from sqlalchemy import MetaData, select, text

from bot.process.settings import Settings, SettingsError
from bot.storage.backup import back_up, restore
from bot.storage.database import Database
from bot.storage.encryption import secret_keys
from bot.storage.engine import address, engine
from bot.storage.errors import StorageError
from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import metadata
from bot.storage.stores import Stores
from bot.storage.upgrade import downgrade
from tests.support.packages import installed
from tests.support.services import fresh_database

HASH_KEY = "ab" * 32


@pytest.fixture(scope="module")
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def keys(identity):
    return secret_keys(f"# created: yesterday\n# public key: {identity.to_public()}\n{identity}\n")


@pytest.fixture
def settings(tmp_path, database_url, identity):
    return Settings(data=tmp_path, database=database_url, hash_key=HASH_KEY, backup_recipient=str(identity.to_public()))


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request, tmp_path, settings, postgres_server):
    """Settings of a database that is not there yet, or empty."""
    if request.param == "sqlite":
        yield settings.copy(update={"data": tmp_path / "elsewhere", "database": Settings().database})
    else:
        with fresh_database(postgres_server) as url:
            yield Settings(data=tmp_path / "elsewhere", database=url, hash_key=HASH_KEY)


async def fill(settings, words="écrire à a@b.fr"):
    stores = Stores.open(settings)
    conversation_key = stores.identifiers.conversation("rest", "adviser")
    turn = await stores.turns.begin(conversation_key, "m1")
    turn.kept, turn.reply = b"\x92\x02\xc0", b"\x81\xa4text\xa2ok"
    turn.unanswered = UnansweredQuestion("no_rule", "fr", "et la cantine ?", "prix", (("prix", 0.4),))
    await stores.turns.end(turn)
    await stores.feedback.give(conversation_key, Opinion(False, "prix", "inconnu", "abc", "incomplet", words))
    await stores.sent_messages.note(conversation_key, "815", [816])
    stores.erasure.erase_sync(stores.identifiers.conversation("rest", "nobody"))
    stores.close()


async def opine(settings, *texts):
    stores = Stores.open(settings)
    for words in texts:
        await stores.feedback.give(
            stores.identifiers.conversation("rest", words[:20]), Opinion(False, "prix", "inconnu", "abc", "faux", words)
        )
    stores.close()


def aged(file, days):
    file.touch()
    moment = time.time() - days * 24 * 3600
    os.utime(file, (moment, moment))


def rows(settings):
    database = Database.open(settings)
    try:
        return database.read_sync(
            lambda connection: {
                table.name: sorted(connection.execute(select(table)).all(), key=repr)
                for table in metadata.sorted_tables
            }
        )
    finally:
        database.close()


async def test_every_row_comes_back_in_either_kind_of_database_and_new_ones_follow(settings, elsewhere, keys, tmp_path):
    await fill(settings)
    counts = restore(elsewhere, back_up(settings, tmp_path / "backups"), keys)
    before = rows(settings)
    assert rows(elsewhere) == before
    assert counts == {name: len(found) for name, found in before.items()}
    assert counts["conversations"] == counts["unanswered"] == counts["feedback"] == counts["keys"] == 1
    await opine(elsewhere, "encore")
    assert len({row.id for row in rows(elsewhere)["feedback"]}) == 2


async def test_a_backup_of_an_earlier_version_is_brought_up_to_date(settings, elsewhere, keys, tmp_path, monkeypatch):
    await fill(settings)
    before = rows(settings)["conversations"]
    url = address(settings.database_url)
    downgrade(url, "0004")
    earlier, made = MetaData(), engine(url, migrating=True)
    earlier.reflect(made)
    made.dispose()
    earlier.remove(earlier.tables["alembic_version"])
    with monkeypatch.context() as version:  # whose own command makes the backup
        version.setattr("bot.storage.backup.require_current", lambda _: None)
        version.setattr("bot.storage.backup.metadata", earlier)
        backup = back_up(settings, tmp_path / "backups")
    restore(elsewhere, backup, keys)
    assert rows(elsewhere)["conversations"] == before


def test_a_backup_of_a_later_version_is_refused(settings, elsewhere, keys, tmp_path, monkeypatch):
    Stores.open(settings).close()
    monkeypatch.setattr("bot.storage.backup.revision", lambda _: "9999")
    backup = back_up(settings, tmp_path / "backups")
    with pytest.raises(StorageError, match="version plus récente"):
        restore(elsewhere, backup, keys)


async def test_what_is_not_empty_is_not_overwritten_and_another_key_opens_nothing(settings, elsewhere, keys, tmp_path):
    await fill(settings)
    backup = back_up(settings, tmp_path / "backups")
    with pytest.raises(StorageError, match=r"n'est pas vide .*conversations"):
        restore(settings, backup, keys)
    with pytest.raises(StorageError, match="n'ouvre pas"):
        restore(elsewhere, backup, [pyrage.x25519.Identity.generate()])


async def test_age_itself_opens_a_backup_and_no_word_stands_in_it(settings, identity, tmp_path):
    await fill(settings, "le mot clair")
    backup = back_up(settings, tmp_path / "backups")
    for file in (tmp_path / "backups").iterdir():
        assert b"clair" not in file.read_bytes()
    (tmp_path / "key").write_text(str(identity))
    opened = subprocess.run(
        [installed("age", "age"), "-d", "-i", tmp_path / "key", backup], capture_output=True, check=True
    )
    assert "le mot clair" in gzip.decompress(opened.stdout).decode()


@pytest.mark.parametrize("share", [0.5, 0.99])
@pytest.mark.parametrize("database_url", [""])
async def test_a_backup_cut_short_leaves_the_database_empty(settings, elsewhere, keys, tmp_path, share):
    await opine(settings, *(os.urandom(1500).hex() for _ in range(60)))
    backup = back_up(settings, tmp_path / "backups")
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(StorageError, match="rien n'a été remis"):
        restore(elsewhere, backup, keys)
    assert rows(elsewhere)["feedback"] == []


async def test_only_a_whole_backup_has_its_name(settings, tmp_path, monkeypatch):
    await fill(settings)
    monkeypatch.setattr("bot.storage.backup.revision", lambda _: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(StorageError, match="No space left"):
        back_up(settings, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    assert not (tmp_path / "derniere-sauvegarde").exists()


async def test_backups_are_their_owners_alone_and_old_ones_go(settings, tmp_path):
    await fill(settings)
    folder = tmp_path / "backups"
    folder.mkdir()
    for name, days in (("aiguilleur-old.age", 15), ("aiguilleur-cut.age.partiel", 15), ("aiguilleur-new.age", 13)):
        aged(folder / name, days)
    aged(folder / "notes", 1000)
    backup = back_up(settings, folder)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in folder.iterdir()} == {backup.name, "aiguilleur-new.age", "notes"}
    noted = datetime.fromisoformat((tmp_path / "derniere-sauvegarde").read_text().strip())
    assert timedelta(0) <= datetime.now(timezone.utc) - noted < timedelta(minutes=1)
    backup = back_up(settings.copy(update={"retention_days": 7}), folder)
    assert "aiguilleur-new.age" not in {file.name for file in folder.iterdir()}, "kept no longer than what it holds"


@pytest.mark.parametrize("written", ["", "age1nothing", "AGE-SECRET-KEY-1"])
def test_without_a_public_key_nothing_is_written(settings, tmp_path, written):
    Stores.open(settings).close()
    with pytest.raises(SettingsError, match="BACKUP_RECIPIENT"):
        back_up(settings.copy(update={"backup_recipient": written}), tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


def test_a_file_without_a_secret_key_is_refused():
    with pytest.raises(StorageError, match="age-keygen"):
        secret_keys("# public key: age1…\n")


async def test_rows_written_meanwhile_do_not_come_in_half(settings, elsewhere, keys, tmp_path, monkeypatch):
    """Of a conversation that comes in while the tables are read, there is all or nothing."""
    await fill(settings)
    other = Database.open(settings)

    def add(connection):
        connection.execute(text("INSERT INTO tasks (name) VALUES ('meanwhile')"))
        return "0006"

    def first(connection):
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        other.write_sync(add)
        return found

    monkeypatch.setattr("bot.storage.backup.revision", first)
    backup = back_up(settings, tmp_path / "backups")
    other.close()
    restore(elsewhere, backup, keys)
    assert "meanwhile" not in {row.name for row in rows(elsewhere)["tasks"]}
