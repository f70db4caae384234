"""The place that an administrator gave a group is found until nobody used it for a year."""

from __future__ import annotations

from pydantic import SecretStr

from nlu.entities.model import StatedPlace

LANDES, CREUSE = StatedPlace(("40",), "Landes"), StatedPlace(("23",), "Creuse")


async def test_a_group_is_where_its_administrator_put_it_last(stores):
    group_key = stores.identifiers.conversation("telegram", "-100")
    assert await stores.group_places.of(group_key) is None
    for place in (LANDES, CREUSE):
        await stores.group_places.note(group_key, place)
        assert await stores.group_places.of(group_key) == place
    assert await stores.group_places.of(stores.identifiers.conversation("telegram", "-101")) is None


async def test_a_group_keeps_its_place_when_the_key_changes(open_stores):
    before = open_stores(hash_key=SecretStr("ab" * 32))
    await before.group_places.note(before.identifiers.conversation("telegram", "-100"), LANDES)
    during = open_stores(hash_key=SecretStr(f"{'cd' * 32},{'ab' * 32}"))
    assert await during.group_places.of(during.identifiers.conversation("telegram", "-100")) == LANDES
    after = open_stores(hash_key=SecretStr("cd" * 32))
    assert await after.group_places.of(after.identifiers.conversation("telegram", "-100")) == LANDES


async def test_what_a_group_keeps_is_exported_and_erased(stores):
    group_key = stores.identifiers.conversation("telegram", "-100")
    await stores.group_places.note(group_key, LANDES)
    assert stores.export.rows_sync(group_key)["group_places"][0]["name"] == "Landes"
    assert stores.erasure.erase_sync(group_key).erased["group_places"] == 1
