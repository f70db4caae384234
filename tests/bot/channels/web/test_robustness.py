"""Whatever is sent to the API, nothing of the server breaks: by its own document, and by chance."""

from __future__ import annotations

import json

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

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


# Texts with halves of characters, control characters, writing from right to left, and what looks like ids or markup.
_texts = st.one_of(
    st.text(st.characters(codec=None), max_size=50),
    st.sampled_from(["c_aaaaaaaaaa", "/restart", "<b>40</b>", "\u202e\u0000", "😀" * 2000, "\ud800", "a" * 5000]),
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=20,
)
_nearly_right = st.fixed_dictionaries(
    {"message_id": _texts | _json},
    optional={"message": _texts | _json, "choice": _texts | _json, "hub": _texts | _json, "language": _texts | _json},
)
_nested = st.integers(1, 30_000).map(lambda depth: b"[" * depth + b"]" * depth)
_bodies = st.one_of(
    st.binary(max_size=200), _nested, (_json | _nearly_right).map(lambda body: json.dumps(body).encode())
)
_headers = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.binary(max_size=60).map(lambda token: b"Bearer " + token.translate(None, b"\r\n\x00")),
        "Origin": st.binary(max_size=40).map(lambda origin: origin.translate(None, b"\r\n\x00")),
        "Content-Type": st.sampled_from(["application/json", "text/plain", "application/json; charset=utf-16", ""]),
    },
)


@hypothesis.settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(body=_bodies, headers=_headers)
async def test_any_body_and_headers_get_an_answer_or_a_reason(http, body, headers):
    response = await http.post("/api/messages", content=body, headers=headers)
    assert response.status_code in (200, 400, 401, 403, 404, 413, 422)
    if response.status_code != 200:
        assert {"error", "code"} == set(response.json())
    else:
        assert any(response.json()["reply"]["paragraphs"])
