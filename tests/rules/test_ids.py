"""Ids of the programme are plain strings to whatever keeps, sends or prints them."""

from __future__ import annotations

import json

import msgspec
import pytest

from rules.ids import CourseId, FactId

FACTS = {FactId.COURSE: CourseId.CCP1}


@pytest.mark.parametrize("encode", [json.dumps, msgspec.json.encode])
def test_ids_are_their_values_in_json(encode):
    assert json.loads(encode(FACTS)) == {"parcours": "ccp1"}


def test_ids_are_their_values_in_messagepack():
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(FACTS)) == {"parcours": "ccp1"}


def test_ids_are_their_values_as_keys_and_in_text():
    assert {"parcours": 1}[FactId.COURSE] == 1
    assert f"{FactId.COURSE} {FactId.COURSE:>8} %s" % FactId.COURSE == "parcours parcours parcours"
