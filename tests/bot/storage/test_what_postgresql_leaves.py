"""After an erasure PostgreSQL's files hold the words until the tables are written anew, as docs/rgpd.md tells."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.storage.feedback import Opinion
from bot.storage.schema import PERSONAL
from bot.storage.stores import Stores

WORD = "xylophonesque"
DOCUMENT = Path(__file__).parents[3] / "docs" / "rgpd.md"


def command() -> str:
    """What the document has an operator run."""
    (found,) = re.findall(r"-c '(VACUUM[^']*)'", DOCUMENT.read_text(encoding="utf-8"))
    return str(found)


def test_the_command_names_every_table_that_holds_personal_data():
    assert {*re.findall(r"\w+", command())} == {"VACUUM", "FULL", *PERSONAL, "inbox"}


async def test_words_that_were_erased_leave_the_files_by_the_documents_command(settings_for, own_postgres):
    stores = Stores.open(settings_for(own_postgres.address))
    conversation_key = stores.identifiers.conversation("rest", "a")
    for number in range(20):
        opinion = Opinion(False, "organisme", "x", f"y{number}", text=f"bof {WORD}")
        await stores.feedback.give(conversation_key, opinion)
    stores.erasure.erase_sync(conversation_key)
    stores.close()
    engine = create_engine(own_postgres.address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        assert WORD.encode() in own_postgres.bytes_in("base"), "the document says so"
        connection.execute(text(command()))
        connection.execute(text("CHECKPOINT"))
        assert WORD.encode() not in own_postgres.bytes_in("base")
        assert WORD.encode() in own_postgres.bytes_in("pg_wal"), "until it is recycled, as the document says"
    engine.dispose()
