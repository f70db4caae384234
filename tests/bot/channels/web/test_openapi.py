"""The OpenAPI document is valid, and what it shows as examples is true."""

from __future__ import annotations

import pytest
from jsonschema import RefResolver
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate_spec

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


def fits(document, schema, value):
    validator = OAS30Validator(schema, resolver=RefResolver.from_schema(document))
    return [error.message for error in validator.iter_errors(value)]


async def test_document_is_valid_and_lists_the_operations_for_clients_alone(document):
    validate_spec(document)
    assert {(method, path) for path, item in document["paths"].items() for method in item} == OPERATIONS


async def test_every_example_fits_its_schema(document):
    examples = {name: schema for name, schema in document["components"]["schemas"].items() if "example" in schema}
    assert len(examples) >= 8
    for name, schema in examples.items():
        assert fits(document, schema, schema["example"]) == [], name


async def test_each_kind_of_reply_fits_its_schema(document, visit):
    schema = document["components"]["schemas"]["ReplyBody"]
    adviser = visit()
    for message in ("comment s'inscrire ?", "bonjour", "oublie-moi", "oui", "which organisation for Landes?", ""):
        assert fits(document, schema, await adviser.ask(message)) == []
