"""Whatever is sent to the API, nothing of the server breaks: by its own document, and beside it."""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck

from tests.support.tables import each_row

EXAMPLES = 25
"""For each operation, in a few seconds each."""


@pytest.fixture
def described(models, settings):
    """The API as its document describes it, on a server that is started for it."""
    from bot.server.app import create_app

    (settings.data / "models").symlink_to(models.resolve())
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(settings))


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_the_document_says(case):
    case.call_and_validate()


@each_row(
    ("body", "statuses"),
    [
        (b"[" * 30_000 + b"]" * 30_000, (400, 422)),
        (b"\xff\xfe\x00", (400, 422)),
        (b'{"message_id": "1", "message": NaN}', (400, 422)),
        (b'{"message_id": "1", "message": "\\ud800 \\u202e\\u0000 bonjour"}', (200,)),
    ],
)
async def test_any_body_gets_an_answer_or_a_reason(http, body, statuses):
    headers = {"Authorization": b"Bearer \xff\xfe", "Origin": b"\xe9"}
    for sent in ({}, headers):
        response = await http.post("/api/messages", content=body, headers=sent)
        assert response.status_code in (*statuses, *([401, 403] if sent else []))
