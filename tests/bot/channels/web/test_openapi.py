"""The OpenAPI document is valid, and what it shows as examples is true."""

from __future__ import annotations

import pytest
from jsonschema import RefResolver
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate_spec

from tests.bot.channels.web.conftest import REST_TOKEN

ROUTE = "/webhooks/rest/webhook"
OPERATIONS = {
    ("post", "/api/token"),
    ("post", "/api/messages"),
    ("post", "/api/feedback"),
    ("delete", "/api/conversation"),
    ("get", "/hubs/{hub}.json"),
    ("post", ROUTE),
}


@pytest.fixture
async def document(http):
    return (await http.get("/openapi.json")).json()


def resolved(document, schema):
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def fits(document, schema, value):
    validator = OAS30Validator(schema, resolver=RefResolver.from_schema(document))
    return [error.message for error in validator.iter_errors(value)]


def example_request(document, method, path):
    """The body of an operation's example; None where it takes none."""
    body = document["paths"][path][method].get("requestBody")
    return resolved(document, body["content"]["application/json"]["schema"])["example"] if body else None


async def test_document_is_valid_and_lists_the_operations_for_clients_alone(document):
    validate_spec(document)
    assert {(method, path) for path, item in document["paths"].items() for method in item} == OPERATIONS


async def test_every_example_fits_its_schema(document):
    examples = {name: schema for name, schema in document["components"]["schemas"].items() if "example" in schema}
    assert len(examples) >= 8
    for name, schema in examples.items():
        assert fits(document, schema, schema["example"]) == [], name


async def test_every_operation_has_a_summary_and_its_refusals(document):
    for method, path in OPERATIONS:
        operation = document["paths"][path][method]
        assert operation["summary"]
        assert operation["tags"]
        refusals = {code for code in operation["responses"] if not code.startswith("2")}
        assert "default" in refusals
        for code in refusals:
            schema = operation["responses"][code]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/RefusalBody"}


@pytest.mark.parametrize(("method", "path"), sorted(OPERATIONS))
async def test_response_to_an_example_fits_its_schema(document, http, method, path):
    asked = example_request(document, "post", "/api/messages")
    begun = await http.post("/api/messages", json=asked)
    token = REST_TOKEN if path == ROUTE else begun.json()["token"]
    headers = {} if path == "/api/messages" else {"Authorization": f"Bearer {token}"}
    body = example_request(document, method, path)
    response = await http.request(method, path.format(hub="exemple"), json=body, headers=headers)
    documented = document["paths"][path][method]["responses"][str(response.status_code)]
    assert response.status_code in (200, 204)
    if response.status_code == 204:
        assert "content" not in documented
    else:
        schema = documented["content"]["application/json"]["schema"]
        assert fits(document, schema, response.json()) == []


async def test_each_kind_of_reply_fits_its_schema(document, visit):
    schema = document["components"]["schemas"]["ReplyBody"]
    adviser = visit()
    for message in ("comment s'inscrire ?", "bonjour", "oublie-moi", "oui", "which organisation for Landes?", ""):
        assert fits(document, schema, await adviser.ask(message)) == []
