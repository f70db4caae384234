"""Eighteen hubs share a database; each sees and drops what was asked on its own pages alone."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from bot.storage.feedback import Opinion
from bot.storage.hub_roles import role_name, role_sql
from bot.storage.open_questions import OpenQuestions, UnansweredQuestion
from bot.storage.stores import open_inbox


async def asked(stores, conversation: str, question: str, hub: str | None) -> None:
    conversation_key = stores.identifiers.conversation("web", conversation)
    turn = await stores.turns.begin(conversation_key)
    turn.unanswered = UnansweredQuestion("not_understood", "fr", question, None, (("format", 0.2),), hub)
    await stores.turns.end(turn)
    opinion = Opinion(False, "format", "format_modules", f"trace-{conversation}", "fausse", f"avis de {question}", hub)
    await stores.feedback.give(conversation_key, opinion)


@pytest.fixture
async def stores(open_stores):
    stores = open_stores()
    await asked(stores, "a", "et la cantine ?", "bretagne")
    await asked(stores, "b", "et le parking ?", "pays-de-la-loire")
    await asked(stores, "c", "et le train ?", None)
    return stores


def texts(open_questions: OpenQuestions) -> set[str]:
    return {question.text for question in open_questions.read_sync(10)}


async def test_a_hub_sees_and_drops_what_was_asked_on_its_pages_alone(stores):
    hub = OpenQuestions(stores.database, "bretagne")
    assert texts(hub) == {"et la cantine ?", "avis de et la cantine ?"}
    assert len(texts(stores.open_questions)) == 6
    assert hub.drop_sync(stores.open_questions.read_sync(10)) == 2
    assert len(texts(stores.open_questions)) == 4


async def test_the_role_of_a_hub_is_held_to_its_rows_by_the_database_itself(stores, settings, monkeypatch):
    if stores.database.engine.dialect.name != "postgresql":
        return  # an SQLite file is read whole by whoever may read it
    with stores.database.engine.begin() as connection:
        for _ in range(2):  # it may be made again
            connection.exec_driver_sql(role_sql("pays-de-la-loire"))
    monkeypatch.setenv("AIGUILLEUR_DATA", str(settings.data))
    url = make_url(settings.database_url).set(username=role_name("pays-de-la-loire"))
    address = url.render_as_string(hide_password=False)
    try:
        with open_inbox(address) as inbox:
            assert texts(inbox) == {"et le parking ?", "avis de et le parking ?"}
            assert inbox.drop_sync(stores.open_questions.read_sync(10)) == 2
        assert len(texts(stores.open_questions)) == 4
        engine = create_engine(address)
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("SELECT conversation FROM unanswered"))
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("SELECT * FROM conversations"))
        engine.dispose()
    finally:
        with stores.database.engine.begin() as connection:
            role = role_name("pays-de-la-loire")
            connection.exec_driver_sql(f"DROP OWNED BY {role}; DROP ROLE {role}")
